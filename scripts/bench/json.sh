# JSON as text: strings are escaped here and nowhere else.

# json_string TEXT
json_string() {
  local text=$1
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\t'/\\t}
  text=${text//$'\r'/\\r}
  printf '"%s"' "$text"
}

# json_strings TEXT...: an array
json_strings() {
  local separator='' text
  printf '['
  for text in "$@"; do
    printf '%s' "$separator"
    json_string "$text"
    separator=,
  done
  printf ']'
}

# json_string_or_null TEXT: nothing is null
json_string_or_null() {
  if [[ -n $1 ]]; then json_string "$1"; else printf 'null'; fi
}
