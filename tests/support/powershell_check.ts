// What PowerShell would complain about only while a script runs: a command, a parameter, a variable or a
// property that does not exist. Enough for scripts of plain functions; dynamic code is not understood.

import { type Node, nodesOf, variableName } from "./powershell.ts";

/** Commands of Windows PowerShell 5.1 that the scripts may use, with the parameters they may name. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "Add-Type": ["Namespace", "Name", "MemberDefinition"],
  "ConvertFrom-Json": [],
  "ConvertTo-Json": ["InputObject", "Depth"],
  "ForEach-Object": [],
  "Get-Acl": ["LiteralPath"],
  "Get-CimInstance": ["ClassName"],
  "Get-Command": ["CommandType", "ErrorAction"],
  "Get-Content": ["LiteralPath", "Stream"],
  "Get-FileHash": [],
  "Get-Item": ["LiteralPath", "Force", "Stream"],
  "Get-MpComputerStatus": ["ErrorAction"],
  "Get-Volume": ["FileSystemLabel"],
  "Import-Csv": ["Path", "Delimiter", "Encoding"],
  "Join-Path": [],
  "Measure-Object": ["Property", "Average"],
  "New-Item": ["ItemType", "Path", "Target", "Value"],
  "New-Object": [],
  "Out-Null": [],
  "Register-ArgumentCompleter": ["Native", "CommandName", "ScriptBlock"],
  "Remove-TypeData": ["TypeName", "ErrorAction"],
  "Resolve-Path": ["LiteralPath"],
  "Select-Object": ["First", "Skip"],
  "Set-Content": ["LiteralPath", "Stream", "Value"],
  "Set-StrictMode": ["Version"],
  "Sort-Object": [],
  "Split-Path": [],
  "Test-Path": ["LiteralPath"],
  "Where-Object": [],
  "Write-Host": [],
  // Not PowerShell's own: their arguments are not looked at.
  "cipher.exe": [],
  "cmd.exe": [],
  "compact.exe": [],
  "diskpart.exe": [],
  "fsutil.exe": [],
  "icacls.exe": [],
  "mountvol.exe": [],
  git: ["C", "-short", "-porcelain"],
};
const AUTOMATIC = ["_", "null", "true", "false", "pid", "psscriptroot", "lastexitcode"]
  .concat("executioncontext", "erroractionpreference");

/** A function's name and parameters. */
interface Signature {
  readonly name: string;
  readonly parameters: readonly string[];
}

/** Complaints about scripts that are read into each other. */
export function complaintsAbout(scripts: readonly Node[]): string[] {
  const signatures = new Map(
    scripts.flatMap(functionsOf).map(signatureOf)
      .map((signature) => [signature.name.toLowerCase(), signature]),
  );
  const shared = new Set(scripts.flatMap((script) => assignedIn(script, functionsOf(script))));
  return scripts.flatMap((script) => [
    ...nodesOf(script, "command").flatMap((command) => commandComplaints(command, signatures)),
    ...functionsOf(script).flatMap((node) => variableComplaints(node, shared)),
    ...variableComplaints(script, shared, functionsOf(script)),
  ]);
}

function functionsOf(script: Node): Node[] {
  return nodesOf(script, "function_statement");
}

/** Names and parameters of a function. */
function signatureOf(node: Node): Signature {
  const [name] = nodesOf(node, "function_name");
  const parameters = nodesOf(node, "script_parameter").map((one) =>
    variableName(one.children.findLast((child) => child?.type === "variable")!)
  );
  return { name: name.text, parameters };
}

function commandComplaints(command: Node, signatures: Map<string, Signature>): string[] {
  const [name] = nodesOf(command, "command_name");
  // `& $program` and `. $script`
  if (!name) return [];
  const own = signatures.get(name.text.toLowerCase());
  const known = own?.parameters ?? COMMANDS[name.text]?.map((one) => one.toLowerCase());
  if (!known) return [`${at(command)}: no command '${name.text}'`];
  const elements = command.children.find((child) => child?.type === "command_elements");
  const given = elements?.children.filter((child) => child?.type !== "command_argument_sep") ?? [];
  const named = given.filter((child) => child?.type === "command_parameter")
    .map((child) => child!.text.slice(1).toLowerCase());
  const unknown = named.filter((parameter) => !known.includes(parameter));
  const values = given.length - named.length;
  return [
    ...unknown.map((parameter) => `${at(command)}: ${name.text} has no -${parameter}`),
    ...(own && values > known.length ? [`${at(command)}: too much for ${name.text}`] : []),
  ];
}

/** Variables that are read in a function, or outside of all, and that nothing gives a value. */
function variableComplaints(
  root: Node,
  shared: Set<string>,
  without: readonly Node[] = [],
): string[] {
  const own = new Set([...assignedIn(root, without), ...AUTOMATIC]);
  return nodesOf(root, "variable")
    .filter((node) => !isInside(node, without) && !/^\$\{?env:/i.test(node.text))
    .filter((node) => !own.has(variableName(node)) && !shared.has(variableName(node)))
    .map((node) => `${at(node)}: nothing gives ${node.text} a value`);
}

/** What is assigned, declared as a parameter or counted by a loop. */
function assignedIn(root: Node, without: readonly Node[]): string[] {
  const places = nodesOf(root, "left_assignment_expression", "script_parameter");
  const loops = nodesOf(root, "foreach_statement")
    .map((loop) => loop.children.find((child) => child?.type === "variable")!);
  return [...places.flatMap((place) => nodesOf(place, "variable")), ...loops]
    .filter((node) => !isInside(node, without))
    .map(variableName);
}

function isInside({ startIndex }: Node, others: readonly Node[]): boolean {
  return others.some((one) => startIndex >= one.startIndex && startIndex < one.endIndex);
}

function at({ startPosition }: Node): string {
  return `line ${startPosition.row + 1}`;
}
