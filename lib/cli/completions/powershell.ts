// The model as a script for PowerShell, from the 5.1 of Windows on. Where nothing is offered PowerShell offers names
// of files by itself.

import type { CompletedCommand, CompletedOption, Model, Wanted } from "./model.ts";

/** The script. */
export function powerShellScript({ commands, options, alone }: Model): string {
  const forms = alone.map(({ name, help }) => `${quoted(name)} = ${quoted(help || name)}`);
  return `# Completions of ferry for PowerShell, made by 'ferry completions powershell'.

Register-ArgumentCompleter -Native -CommandName 'ferry' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commands = @(
${commands.map(commandRow).join("\n")}
    )
    $alone = [ordered]@{ ${forms.join("; ")} }
    $options = @(
${options.map(optionRow).join("\n")}
    )
${BODY}}
`;
}

function commandRow({ names, help, operands, isOpen, isBeforeCommand }: CompletedCommand): string {
  return `        @{ Names = ${list(names)}; Help = ${quoted(help)}; IsOpen = ${bool(isOpen)}; ` +
    `IsBeforeCommand = ${bool(isBeforeCommand)}; Operands = @(${
      operands.map(wanted).join(", ")
    }) }`;
}

function optionRow(option: CompletedOption): string {
  const { commands, forms, value } = option;
  const helps = forms.map(({ name, help }) => `${quoted(name)} = ${quoted(help || name)}`);
  return `        @{ Commands = ${list(commands)}; Value = ${value ? wanted(value) : "$null"}; ` +
    `IsValueOptional = ${bool(option.isValueOptional)}; IsRepeated = ${bool(option.isRepeated)}; ` +
    `IsBeforeProgram = ${bool(option.isBeforeProgram)}; Forms = [ordered]@{ ${
      helps.join("; ")
    } } }`;
}

function wanted({ kind, words, wordHelp }: Wanted): string {
  const helps = [...wordHelp ?? []].map(([word, help]) => `${quoted(word)} = ${quoted(help)}`);
  return `@{ Kind = ${quoted(kind)}; Words = ${list(words)}; Help = @{ ${helps.join("; ")} } }`;
}

function list(words: readonly string[]): string {
  return `@(${words.map(quoted).join(", ")})`;
}

function bool(value: boolean): string {
  return value ? "$true" : "$false";
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const BODY = `
    function New-Result($text, $help) {
        [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $help)
    }

    # The words that begin with what is typed, each behind what stays of it, and what it means.
    function Get-Fitting($words, $help, $typed, $before) {
        foreach ($word in $words) {
            if (-not $word.StartsWith($typed, 'Ordinal')) { continue }
            $meaning = if ($help.ContainsKey($word)) { $help[$word] } else { $word }
            New-Result ($before + $word) $meaning
        }
    }

    # What is wanted for the text that is typed; nothing for paths, which PowerShell completes.
    function Get-Wanted($wanted, $typed, $before) {
        if ($wanted.Kind -eq 'folder') {
            $files = [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed)
            foreach ($file in $files) {
                if ($file.ResultType -eq 'ProviderContainer') {
                    New-Result ($before + $file.CompletionText) $file.ToolTip
                }
            }
        } elseif ($wanted.Kind -eq 'words') {
            $end = $typed.LastIndexOf(',') + 1
            $taken = $typed.Substring(0, $end).Split(',')
            $left = @($wanted.Words | Where-Object { $taken -cnotcontains $_ })
            $last = $typed.Substring($end)
            Get-Fitting $left $wanted.Help $last ($before + $typed.Substring(0, $end))
        } elseif ($wanted.Kind -eq 'word') {
            Get-Fitting $wanted.Words $wanted.Help $typed $before
        }
    }

    function Find-Command($name) {
        foreach ($command in $commands) {
            if ($command.Names -ccontains $name) { return $command }
        }
    }

    function Find-Option($name) {
        foreach ($option in $options) {
            if (@($option.Forms.Keys) -ccontains $name) { return $option }
        }
    }

    $words = @(foreach ($element in $commandAst.CommandElements) {
        if ($element.Extent.EndOffset -lt $cursorPosition) { $element.Extent.Text }
    })
    if ($words.Count -le 1) {
        if ($wordToComplete.StartsWith('-')) {
            foreach ($name in $alone.Keys) {
                if ($name.StartsWith($wordToComplete, 'Ordinal')) { New-Result $name $alone[$name] }
            }
        } else {
            foreach ($command in $commands) {
                foreach ($name in $command.Names) {
                    if ($name.StartsWith($wordToComplete, 'Ordinal')) { New-Result $name $command.Help }
                }
            }
        }
        return
    }
    $command = Find-Command $words[1]
    if ($null -eq $command) { return }
    $first = 2
    if ($command.IsBeforeCommand -and $words.Count -gt 2) {
        $named = Find-Command $words[2]
        if ($null -ne $named) {
            $command = $named
            $first = 3
        }
    }

    $given = @()
    $count = 0
    $pending = $null
    $isEnded = $false
    $isBeforeProgram = $false
    for ($at = $first; $at -lt $words.Count; $at++) {
        $word = $words[$at]
        if ($null -ne $pending) {
            $pending = $null
        } elseif ($isEnded) {
            $count++
        } elseif ($word -eq '--') {
            # Behind it is a program, which PowerShell has its own completions for.
            if ($isBeforeProgram) { return }
            $isEnded = $true
        } elseif ($word.StartsWith('--')) {
            $name = $word.Split('=')[0]
            $given += $name
            $option = Find-Option $name
            if ($null -ne $option) {
                if ($option.IsBeforeProgram) { $isBeforeProgram = $true }
                $isNext = $null -ne $option.Value -and -not $option.IsValueOptional
                if ($isNext -and -not $word.Contains('=')) { $pending = $option }
            }
        } elseif ($word.StartsWith('-') -and $word.Length -gt 1) {
            for ($letter = 1; $letter -lt $word.Length; $letter++) {
                $name = '-' + $word[$letter]
                $given += $name
                $option = Find-Option $name
                if ($null -ne $option -and $null -ne $option.Value) {
                    if ($letter -eq $word.Length - 1) { $pending = $option }
                    break
                }
            }
        } else {
            $count++
        }
    }

    if ($null -ne $pending) {
        Get-Wanted $pending.Value $wordToComplete ''
    } elseif (-not $isEnded -and $wordToComplete -clike '--*=*') {
        $end = $wordToComplete.IndexOf('=') + 1
        $name = $wordToComplete.Substring(0, $end - 1)
        $typed = $wordToComplete.Substring($end)
        $option = Find-Option $name
        if ($null -ne $option -and $null -ne $option.Value) {
            Get-Wanted $option.Value $typed ($name + '=')
        }
    } elseif (-not $isEnded -and $wordToComplete.StartsWith('-')) {
        foreach ($option in $options) {
            if ($option.Commands -cnotcontains $command.Names[0]) { continue }
            $isGiven = @($option.Forms.Keys | Where-Object { $given -ccontains $_ }).Count -gt 0
            if ($isGiven -and -not $option.IsRepeated) { continue }
            foreach ($name in $option.Forms.Keys) {
                if ($name.StartsWith($wordToComplete, 'Ordinal')) { New-Result $name $option.Forms[$name] }
            }
        }
    } elseif ($command.IsOpen -and $command.Operands.Count -gt 0) {
        Get-Wanted $command.Operands[0] $wordToComplete ''
    } elseif ($count -lt $command.Operands.Count) {
        Get-Wanted $command.Operands[$count] $wordToComplete ''
    }
`;
