<#
.SYNOPSIS
Measures ferry mirror against robocopy on this machine, with the workloads and the JSON of bench/.
.DESCRIPTION
Needs the ferry executable and Windows PowerShell 5.1 or later, nothing else, and no administrator.
`deno task bench --report` reads the result. Each program has one warm-up, whose result is checked, then
interleaved runs; warm cache.
.PARAMETER Ferry
The executable; else dist\ferry.exe of this clone, else ferry on PATH.
.PARAMETER Folder
On the volume to be measured; a full run needs 15 GB there.
.PARAMETER Quick
The targeted workloads at smaller sizes.
.PARAMETER Only
These workloads only, see scripts\bench\workloads.psv.
.PARAMETER Runs
Timed runs of each program.
.PARAMETER Shrink
Files and bytes are divided by it, to try the script itself.
.PARAMETER Output
The result; else a name with date and machine in the current folder.
.EXAMPLE
powershell -ExecutionPolicy Bypass -File scripts\windows\bench.ps1 -Folder D:\ -Quick
#>
[CmdletBinding()]
param(
  [string] $Ferry = '',
  [string] $Folder = [IO.Path]::GetTempPath(),
  [switch] $Quick,
  [string[]] $Only = @(),
  [ValidateRange(1, 1000)] [int] $Runs = 5,
  [ValidateRange(1, 100000)] [int] $Shrink = 1,
  [string] $Output = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
foreach ($part in 'workloads', 'machine', 'measure', 'programs', 'trees', 'states', 'check', 'rounds', 'result') {
  . (Join-Path $PSScriptRoot "bench\$part.ps1")
}

$root = Split-Path (Split-Path $PSScriptRoot)
$scale = if ($Quick) { 'quick' } else { 'full' }
$workloads = @(Read-Workload -Scale $scale -Only $Only -Shrink $Shrink)
$ferryPath = Find-Ferry -Path $Ferry -Root $root
$machine = Get-Machine -Root $root
$programs = @(Get-Program)
$parent = Resolve-FullPath $Folder
if (-not [IO.Directory]::Exists($parent)) { throw "there is no folder '$parent'" }
$place = [IO.Path]::Combine($parent, "ferry-bench-$PID")
$volume = New-Object IO.DriveInfo ([IO.Path]::GetPathRoot($parent))
$started = [DateTime]::UtcNow
if ($Output -eq '') { $Output = Get-ResultName -Machine $machine -Scale $scale -Started $started }

Write-Host "program under test: $ferryPath"
Write-Host "machine: $($machine.processor), $($machine.cores) cores, $($machine.kernel); $($volume.DriveFormat) in $Folder"
Write-Host "method: one warm-up, then $Runs interleaved runs each; paired ratios; warm cache"
foreach ($program in $programs) { Write-Host "  $($program.Name): $($program.Version)" }
$outcomes = @()
[void] [IO.Directory]::CreateDirectory($place)
try {
  foreach ($workload in $workloads) {
    $outcome = Measure-Workload -Workload $workload -Place $place -Ferry $ferryPath -Programs $programs -Runs $Runs -Volume $volume
    Write-Outcome -Outcome $outcome
    $outcomes += $outcome
  }
} finally {
  Remove-Tree $place
}
$result = New-Result -Started $started -Scale $scale -Runs $Runs -Ferry $ferryPath -Machine $machine -Programs $programs -Outcomes $outcomes
Save-Result -Result $result -Path $Output
Write-Host "result: $Output"
