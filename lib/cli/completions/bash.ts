// The model as a script for bash, from the 3.2 of macOS on, with the package bash-completion or without. Paths are
// left to bash itself, which knows how to quote them: a specification without an answer falls back on them.

import {
  type CompletedCommand,
  type CompletedOption,
  type Model,
  namesOf,
  type Wanted,
} from "./model.ts";

/** The script. */
export function bashScript({ commands, options, alone }: Model): string {
  const words = commands.flatMap(({ names }) => names);
  return `${HEAD}
_ferry_options() { # COMMAND: sets options to its own; the names of one have commas between them, + ends what may be repeated
  case $1 in
${commands.map((command) => optionsCase(command, options)).join("\n")}
  esac
}

_ferry_value() { # OPTION: sets kind, values and is_optional for what follows it; fails if nothing does
  is_optional='' values=''
  case $1 in
${valueCases(options)}
    *) return 1 ;;
  esac
}

_ferry_operand() { # COMMAND, N: sets kind and values for its operand N, from 0 on; fails if it has none
  values=''
  case $1:$2 in
${commands.flatMap(operandCases).join("\n")}
    *) return 1 ;;
  esac
}

_ferry_command() { # WORD: sets command to its first name; fails if it is none
  case $1 in
${commands.map(({ names }) => `    ${names.join(" | ")}) command=${names[0]} ;;`).join("\n")}
    *) return 1 ;;
  esac
}

_ferry_commands='${words.join(" ")}'
_ferry_alone='${alone.map(({ name }) => name).join(" ")}'
_ferry_before_command=' ${
    commands.flatMap((row) => row.isBeforeCommand ? [row.names[0]] : []).join(" ")
  } '
_ferry_before_program=' ${namesOf(options.filter((option) => option.isBeforeProgram)).join(" ")} '
${TAIL}`;
}

function optionsCase({ names }: CompletedCommand, options: readonly CompletedOption[]): string {
  const own = options.filter(({ commands }) => commands.includes(names[0]));
  const groups = own.map(({ forms, isRepeated }) =>
    forms.map(({ name }) => name).join(",") + (isRepeated ? ",+" : "")
  );
  return `    ${names[0]}) options='${groups.join(" ")}' ;;`;
}

/** One branch for all options whose values are of a kind. */
function valueCases(options: readonly CompletedOption[]): string {
  const withValue = options.filter(({ value }) => value !== null);
  const branches = Map.groupBy(withValue, ({ value, isValueOptional }) => {
    return wantedWords(value!) + (isValueOptional ? " is_optional=yes" : "");
  });
  return [...branches].map(([does, alike]) => {
    return `    ${namesOf(alike).join(" | ")}) ${does} ;;`;
  }).join("\n");
}

function operandCases({ names, operands, isOpen }: CompletedCommand): string[] {
  return operands.map((operand, at) =>
    `    ${names[0]}:${isOpen ? "*" : at}) ${wantedWords(operand)} ;;`
  );
}

function wantedWords({ kind, words }: Wanted): string {
  return `kind=${kind}` + (words.length > 0 ? ` values='${words.join(" ")}'` : "");
}

const HEAD = "# Completions of ferry for bash, made by 'ferry completions bash'.\n";

const TAIL = `
_ferry_set() { # OPTION...: as compopt, which bash has from 4.0 on
  if type compopt >/dev/null 2>&1; then compopt "$@"; fi
}

_ferry_offer() { # WORDS, TYPED, BEFORE: offers the words that begin with what is typed, each behind BEFORE
  local word
  for word in $1; do
    if [[ $word == "$2"* ]]; then COMPREPLY+=("$3$word"); fi
  done
  _ferry_set +o default
}

_ferry_want() { # TYPED, BEFORE: offers what is wanted by kind and values
  local list='' left='' word
  case $kind in
    file | path) ;; # bash's own
    folder) _ferry_set +o default -o dirnames ;;
    words)
      if [[ $1 == *,* ]]; then list=\${1%,*},; fi
      for word in $values; do
        if [[ ,$list != *",$word,"* ]]; then left+=" $word"; fi
      done
      _ferry_offer "$left" "\${1##*,}" "$2$list"
      ;;
    *) _ferry_offer "$values" "$1" "$2" ;;
  esac
}

_ferry_offer_options() { # GIVEN, TYPED: offers the options that may still be typed
  local group name is_given
  for group in $options; do
    is_given=''
    for name in \${group//,/ }; do
      if [[ $group != *,+ && $1 == *" $name "* ]]; then is_given=yes; fi
    done
    if [[ $is_given ]]; then continue; fi
    for name in \${group//,/ }; do
      if [[ $name == "$2"* && $name != + ]]; then
        COMPREPLY+=("$name")
        if _ferry_value "$name" && [[ $is_optional ]]; then COMPREPLY+=("$name="); fi
      fi
    done
  done
  _ferry_set +o default
}

_ferry_run() { # FIRST: completes a program and its arguments, which begin at this word of COMP_WORDS
  if declare -F _command_offset >/dev/null; then
    _command_offset "$1"
  elif ((COMP_CWORD == $1)); then
    COMPREPLY=($(compgen -c -- "\${COMP_WORDS[COMP_CWORD]}"))
  fi
}

_ferry() {
  local IFS=$' \\t\\n' command='' options='' kind='' values='' is_optional=''
  local line=\${COMP_LINE:0:COMP_POINT} rest piece i last=-1
  local -a words begins
  words=() begins=()
  # bash splits at = and : as well. These are the words as ferry gets them, and where in COMP_WORDS they begin.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece=\${COMP_WORDS[i]}
    rest=\${line#"\${line%%[![:space:]]*}"}
    if ((i == COMP_CWORD)); then piece=$rest; fi
    if ((last >= 0)) && [[ $rest == "$line" ]]; then
      words[last]+=$piece
    else
      last=$((last + 1))
      words[last]=$piece begins[last]=$i
    fi
    line=\${rest#"$piece"}
  done
  local cur=\${words[last]} first=2
  COMPREPLY=()
  if ((last == 1)); then
    if [[ $cur == -* ]]; then values=$_ferry_alone; else values=$_ferry_commands; fi
    _ferry_offer "$values" "$cur" ''
    return
  fi
  if ! _ferry_command "\${words[1]}"; then
    _ferry_set +o default
    return
  fi
  if [[ $_ferry_before_command == *" $command "* ]] && ((last > 2)) && _ferry_command "\${words[2]}"; then
    first=3
  fi
  _ferry_options "$command"

  local word given=' ' operands=0 wanting='' is_ended='' is_before_program=''
  for ((i = first; i < last; i++)); do
    word=\${words[i]}
    if [[ $wanting ]]; then
      wanting=''
    elif [[ $is_ended ]]; then
      operands=$((operands + 1))
    elif [[ $word == -- && $is_before_program ]]; then
      _ferry_run "\${begins[i + 1]}"
      return
    elif [[ $word == -- ]]; then
      is_ended=yes
    elif [[ $word == --* ]]; then
      given+="\${word%%=*} "
      if [[ $_ferry_before_program == *" $word "* ]]; then is_before_program=yes; fi
      if _ferry_value "$word" && [[ ! $is_optional ]]; then wanting=$word; fi
    elif [[ $word == -?* ]]; then
      while [[ \${#word} -gt 1 ]]; do
        given+="\${word:0:2} "
        if _ferry_value "\${word:0:2}"; then
          if [[ \${#word} -eq 2 ]]; then wanting=$word; fi
          break
        fi
        word=-\${word:2}
      done
    else
      operands=$((operands + 1))
    fi
  done

  if [[ $wanting ]] && _ferry_value "$wanting"; then
    _ferry_want "$cur" ''
  elif [[ ! $is_ended && $cur == --*=* ]]; then
    if _ferry_value "\${cur%%=*}"; then
      word=\${cur%%=*}=
      if [[ $COMP_WORDBREAKS == *=* ]]; then word=''; fi
      _ferry_want "\${cur#*=}" "$word"
    else
      _ferry_set +o default
    fi
  elif [[ ! $is_ended && $cur == -* ]]; then
    _ferry_offer_options "$given" "$cur"
  elif _ferry_operand "$command" "$operands"; then
    _ferry_want "$cur" ''
  else
    _ferry_set +o default
  fi
}

complete -o bashdefault -o default -F _ferry ferry
`;
