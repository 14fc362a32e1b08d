# The workloads, from the table that bench_local.sh reads as well.

# Hard links and holes are made in another way on Windows, and robocopy keeps neither: left out by name.
$NotOnWindows = @('hard-links', 'sparse')

function Read-Workload([string] $Scale, [string[]] $Only, [int] $Shrink) {
  $table = Join-Path $PSScriptRoot '..\..\bench\workloads.psv'
  # -File passes "a,b" as one word.
  $names = @($Only | ForEach-Object { $_ -split ',' })
  $chosen = @(Import-Csv -Path $table -Delimiter '|' -Encoding UTF8 | Where-Object {
      $_.scale -eq $Scale -and $NotOnWindows -notcontains $_.name -and ($names.Count -eq 0 -or $names -contains $_.name)
    })
  if ($chosen.Count -eq 0) { throw "there is no workload '$names' in a $Scale run" }
  foreach ($row in $chosen) { ConvertTo-Workload -Row $row -Shrink $Shrink }
}

function ConvertTo-Workload([object] $Row, [int] $Shrink) {
  $isDeep = $Row.shape -eq 'deep'
  $title = $Row.title
  if ($Shrink -gt 1) { $title = "$title, divided by $Shrink" }
  $ownRuns = 0
  if ($Row.runs -ne '' -and $Shrink -eq 1) { $ownRuns = [int] $Row.runs }
  [pscustomobject] @{
    Name = $Row.name
    Title = $title
    Shape = $Row.shape
    Folders = if ($isDeep) { Get-Share $Row.folders $Shrink } else { [int] $Row.folders }
    Files = if ($isDeep) { [int] $Row.files } else { Get-Share $Row.files $Shrink }
    Bytes = [int] $Row.bytes
    Mib = Get-Share $Row.mib $Shrink
    Before = $Row.before
    FerryFlags = @($Row.ferry_flags -split ' ' | Where-Object { $_ -ne '' })
    OwnRuns = $ownRuns
    NeedsCompiled = $Row.runs -ne ''
  }
}

# A part of a count, but not nothing.
function Get-Share([string] $Count, [int] $Shrink) {
  [int] [Math]::Ceiling([int] $Count / $Shrink)
}
