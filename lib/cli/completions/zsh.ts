// The model as a script for zsh: a file _ferry in a folder of fpath, or read by `source`. What was typed and excludes
// what, zsh's own `_arguments` knows.

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
  type Wanted,
} from "./model.ts";

/** The script. */
export function zshScript(model: Model): string {
  const { commands, alone } = model;
  return `#compdef ferry
# Completions of ferry for zsh, made by 'ferry completions zsh'.

_ferry() {
  # ferry_commands: 'commands' is zsh's own list of programs.
  local curcontext=$curcontext i is_before_program
  local -a ferry_commands alone before_command before_program specs
  ferry_commands=(
${described(commands.flatMap(({ names, help }) => names.map((name) => ({ name, help }))))}
  )
  alone=(
${described(alone)}
  )
  before_command=(${beforeCommand(model).join(" ")})
  before_program=(${beforeProgram(model).join(" ")})
  if (( CURRENT == 2 )); then
    if [[ $PREFIX == -* ]]; then
      _describe -o option alone
    else
      _describe command ferry_commands
    fi
    return
  fi
  shift words
  (( CURRENT-- ))
  if (( CURRENT > 2 && \${before_command[(Ie)$words[1]]} && \${ferry_commands[(I)$words[2]:*]} )); then
    shift words
    (( CURRENT-- ))
  fi
  for (( i = 2; i < CURRENT; i++ )); do
    if [[ -n $is_before_program && $words[i] == -- ]]; then
      shift $i words
      (( CURRENT -= i ))
      _normal
      return
    fi
    (( \${before_program[(Ie)$words[i]]} )) && is_before_program=yes
  done
  case $words[1] in
${commands.map(operandCase).join("\n")}
  esac
${sharedOptions(model).map(optionsBlock).join("\n")}
  curcontext="\${curcontext%:*}-$words[1]:"
  _arguments -s -S : "$specs[@]"
}

# Read by fpath, this file is the function's body at its first call.
if [[ $funcstack[1] == _ferry ]]; then
  _ferry "$@"
elif (( $+functions[compdef] )); then
  compdef _ferry ferry
else
  print -u2 "ferry: completions need compinit before them: autoload -Uz compinit; compinit"
fi
`;
}

function described(forms: readonly Form[]): string {
  return forms.map(({ name, help }) => `    ${quoted(`${name}:${help}`)}`).join("\n");
}

function operandCase({ names, operands, isOpen }: CompletedCommand): string {
  const specs = operands.map((operand, at) =>
    quoted(`${isOpen ? "*" : at + 1}:${wanted(operand)}`)
  );
  return `    ${names.join("|")}) specs=(${specs.join(" ")}) ;;`;
}

function optionsBlock({ commands, options }: SharedOptions): string {
  return `  if [[ $words[1] == (${commands.join("|")}) ]]; then
    specs+=(
${options.flatMap(specsOf).map((spec) => `      ${quoted(spec)}`).join("\n")}
    )
  fi`;
}

/** `(-n --dry-run --no-dry-run)-n[help]`, for each name. */
function specsOf(option: CompletedOption): string[] {
  const { forms, isRepeated, value } = option;
  const before = isRepeated ? "*" : `(${namesOf([option]).join(" ")})`;
  return forms.map(({ name, help }) => {
    const text = help.replace(/[[\]\\]/g, "\\$&");
    return `${before}${name}${joint(name, option)}[${text}]` +
      (value === null ? "" : `${option.isValueOptional ? "::" : ":"}${wanted(value)}`);
  });
}

/** How the value follows: `=` or the next word, behind a letter at once, or behind `=` alone. */
function joint(name: string, { value, isValueOptional }: CompletedOption): string {
  if (value === null) return "";
  if (isValueOptional) return "=-";
  return name.startsWith("--") ? "=" : "+";
}

/** What is wanted, and how it is completed. */
function wanted({ kind, placeholder, words, wordHelp }: Wanted): string {
  // In what zsh shows, % begins an escape.
  const message = (placeholder || "one of").replaceAll(":", "\\:").replaceAll("%", "%%");
  switch (kind) {
    case "word":
      return `${message}:(${words.join(" ")})`;
    case "words":
      return `${message}:` +
        (wordHelp === undefined
          ? `_sequence compadd - ${words.join(" ")}`
          : `_values -s , ${
            [message, ...words.map(describedWord(wordHelp))].map(quoted).join(" ")
          }`);
    case "folder":
      return `${message}:_path_files -/`;
    case "text":
      return `${message}: `;
    default:
      return `${message}:_files`;
  }
}

/** `word[what it means]`; a colon would end what `_arguments` reads. */
function describedWord(help: ReadonlyMap<string, string>): (word: string) => string {
  return (word) => {
    const text = help.get(word)?.replace(/[[\]\\:]/g, "\\$&");
    return text === undefined ? word : `${word}[${text}]`;
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
