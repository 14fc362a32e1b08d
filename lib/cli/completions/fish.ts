// The model as a script for fish, which is a list of `complete` commands, each with a condition. fish itself knows
// about values, `=` and `--`.

import {
  beforeCommand,
  beforeProgram,
  type CompletedCommand,
  type CompletedOption,
  type Form,
  type Model,
  namesOf,
  type SharedOptions,
  sharedOptions,
  takingNext,
  type Wanted,
} from "./model.ts";

/** The script. */
export function fishScript(model: Model): string {
  const { commands, alone } = model;
  return `# Completions of ferry for fish, made by 'ferry completions fish'.

set -g __ferry_commands ${commands.flatMap(({ names }) => names).join(" ")}
set -g __ferry_before_command ${beforeCommand(model).join(" ")}
set -g __ferry_before_program ${beforeProgram(model).join(" ")}
set -g __ferry_taking_next ${namesOf(takingNext(model)).join(" ")}
${FUNCTIONS}
complete -c ferry -f
complete -c ferry -n __ferry_is_program -a '(__ferry_complete_program)'
${commands.flatMap(commandLines).join("\n")}
${alone.map((form) => optionLine("__ferry_needs_command", form)).join("\n")}
${commands.flatMap(operandLines).join("\n")}
${sharedOptions(model).flatMap(optionLines).join("\n")}
`;
}

function commandLines({ names, help }: CompletedCommand): string[] {
  return names.map((name) =>
    `complete -c ferry -n __ferry_needs_command -a ${name} -d ${quoted(help)}`
  );
}

function operandLines({ names, operands, isOpen }: CompletedCommand): string[] {
  return operands.map((operand, at) => {
    const condition = `__ferry_wants ${names.join(",")}${isOpen ? "" : ` ${at}`}`;
    return `complete -c ferry -n ${quoted(condition)} ${wanted(operand)}`;
  });
}

function optionLines({ commands, options }: SharedOptions): string[] {
  return options.flatMap((option) => {
    const names = option.isRepeated ? [] : namesOf([option]);
    const condition = quoted(["__ferry_takes", commands.join(","), ...names].join(" "));
    return option.forms.map((form) => optionLine(condition, form) + valueOf(option));
  });
}

function optionLine(condition: string, { name, help }: Form): string {
  const shown = name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;
  return `complete -c ferry -n ${condition} ${shown}${help === "" ? "" : ` -d ${quoted(help)}`}`;
}

function valueOf({ value, isValueOptional }: CompletedOption): string {
  if (value === null) return "";
  return isValueOptional ? ` ${wanted(value)}` : ` -r ${wanted(value)}`;
}

/** What is completed where this is wanted. */
function wanted({ kind, words, wordHelp }: Wanted): string {
  switch (kind) {
    case "word":
      return `-f -a ${quoted(words.join(" "))}`;
    case "words":
      return `-f -a ${quoted(`(__ferry_complete_words ${describedWords(words, wordHelp)})`)}`;
    case "folder":
      return "-f -a '(__fish_complete_directories)'";
    case "text":
      return "-f";
    default:
      return "-F";
  }
}

/** Words as arguments of a function, what each means behind a tab. */
function describedWords(words: readonly string[], help: Wanted["wordHelp"]): string {
  return words.map((word) => {
    const text = help?.get(word);
    return text === undefined ? word : `${word}\\t${quoted(text)}`;
  }).join(" ");
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

const FUNCTIONS = `
# The words before the cursor, from the command on; that of 'ferry settings COMMAND' is COMMAND.
function __ferry_words
    set -l words (commandline -opc)
    set -e words[1]
    if set -q words[2]; and contains -- $words[1] $__ferry_before_command
        contains -- $words[2] $__ferry_commands; and set -e words[1]
    end
    string join \\n -- $words
end

# Whether the next word is this one's value: that of an option, or of the last of several letters.
function __ferry_takes_next
    contains -- $argv[1] $__ferry_taking_next; and return 0
    string match -qr -- '^-\\w+$' $argv[1]; and contains -- -(string sub -s -1 -- $argv[1]) $__ferry_taking_next
end

function __ferry_needs_command
    test (count (commandline -opc)) -eq 1
end

# Whether the command is one of those in $argv[1], and none of the other arguments, an option's names, was typed.
function __ferry_takes
    set -l words (__ferry_words)
    set -q words[1]; and contains -- $words[1] (string split , -- $argv[1]); or return 1
    set -e words[1] argv[1]
    # An option that waits for its value is being typed.
    set -q words[1]; and __ferry_takes_next $words[-1]; and set -e words[-1]
    for name in $argv
        if contains -- $name $words; or string match -q -- "$name=*" $words
            return 1
        end
        string match -qr -- '^-\\w$' $name
        and string match -qr -- '^-\\w*'(string sub -s 2 -- $name) $words
        and return 1
    end
    true
end

# Whether the command is one of those in $argv[1], and $argv[2] of its operands, or any number, were typed.
function __ferry_wants
    set -l words (__ferry_words)
    set -q words[1]; and contains -- $words[1] (string split , -- $argv[1]); or return 1
    __ferry_is_program; and return 1
    set -e words[1]
    set -l count 0
    set -l is_ended ''
    set -l is_value ''
    for word in $words
        if test -n "$is_value"
            set is_value ''
        else if test -n "$is_ended"
            set count (math $count + 1)
        else if contains -- $word --
            set is_ended yes
        else if string match -q -- '-?*' $word
            __ferry_takes_next $word; and set is_value yes
        else
            set count (math $count + 1)
        end
    end
    test -n "$is_value"; and return 1
    test -z "$is_ended"; and string match -q -- '-*' (commandline -ct); and return 1
    not set -q argv[2]; or test $count -eq $argv[2]
end

# Whether a program or its arguments are typed, behind an option and --.
function __ferry_is_program
    set -l words (__ferry_words)
    set -l end (contains -i -- -- $words); or return 1
    for name in $__ferry_before_program
        contains -- $name $words[1..$end]; and return 0
    end
    return 1
end

function __ferry_complete_program
    set -l words (__ferry_words)
    set -l end (contains -i -- -- $words)
    set -e words[1..$end]
    complete -C (string join ' ' -- (string escape -- $words) (commandline -ct))
end

# Words with commas between them; of an argument the word ends at a tab, behind which stands what it means.
function __ferry_complete_words
    set -l typed (commandline -ct | string replace -r -- '^--[^=]*=' '')
    set -l before (string match -r -- '^.*,' "$typed")
    for word in $argv
        contains -- (string split -m 1 \\t -- $word)[1] (string split , -- "$before"); or echo "$before$word"
    end
end
`;
