# One workload: a warm-up of every program with a check of what it left, then rounds in which every
# program runs once. Each follows each other one equally often (bench/rounds.ts), because what one leaves
# behind slows the next.

function Measure-Workload([object] $Workload, [string] $Place, [string] $Ferry, [object[]] $Programs, [int] $Runs, [IO.DriveInfo] $Volume) {
  $watch = [Diagnostics.Stopwatch]::StartNew()
  $source, $target, $spare = Get-Folder $Place
  foreach ($folder in $source, $target, $spare) { Remove-Tree $folder }
  $fileSystem = $Volume.DriveFormat.ToLowerInvariant()
  $shortage = Get-SpaceShortage $Workload $Volume
  if ($null -ne $shortage) {
    return New-Outcome -Workload $Workload -FileSystem $fileSystem -Files 0 -Series @() -TookMs 0 -Failure $shortage
  }
  New-Source $Workload $source
  Initialize-State $Workload $Place
  $contestants = @(Get-Contestant $Workload $Ferry $Programs)
  Invoke-Round $Workload $Place $contestants $Runs
  $counted = if ($Workload.Before -eq 'extra') { $spare } else { $source }
  $files = [IO.Directory]::GetFiles($counted, '*', [IO.SearchOption]::AllDirectories).Length
  $series = @($contestants | ForEach-Object { New-Series -Contestant $_ })
  New-Outcome -Workload $Workload -FileSystem $fileSystem -Files $files -Series $series -TookMs $watch.ElapsedMilliseconds -Failure $null
}

# Who takes part; ferry first.
function Get-Contestant([object] $Workload, [string] $Ferry, [object[]] $Programs) {
  New-Contestant 'ferry' (Get-FerryCommand $Ferry $Workload.FerryFlags) 1
  foreach ($program in $Programs) {
    if ($program.IsForLarge -and $Workload.Mib -eq 0) { continue }
    New-Contestant $program.Name (Get-RobocopyCommand $program) $RobocopyFailure
  }
}

# FailsFrom: the first exit code that means failure.
function New-Contestant([string] $Name, [string[]] $Command, [int] $FailsFrom) {
  [pscustomobject] @{
    Name = $Name
    Command = $Command
    FailsFrom = $FailsFrom
    Failure = $null
    Differences = $null
    Samples = @()
  }
}

function Invoke-Round([object] $Workload, [string] $Place, [object[]] $Contestants, [int] $Runs) {
  $source, $target, $spare = Get-Folder $Place
  $listing = Get-Listing $source
  foreach ($contestant in $Contestants) { Invoke-WarmUp $Workload $Place $contestant $listing }
  # Without ferry there is nothing to compare with.
  if ($null -ne $Contestants[0].Failure) { return }
  $fit = @($Contestants | Where-Object { $null -eq $_.Failure })
  $rounds = [Math]::Max($Runs, $Workload.OwnRuns)
  $places = $fit.Count + $fit.Count % 2
  for ($round = 0; $round -lt $rounds; $round++) {
    for ($turn = 0; $turn -lt $places; $turn++) {
      $zigzag = if ($turn % 2 -eq 0) { $places - $turn / 2 } else { ($turn + 1) / 2 }
      $at = ($zigzag + $round) % $places
      if ($at -ge $fit.Count) { continue }
      $contestant = $fit[$at]
      $run = Invoke-Run $Workload $Place $contestant
      # A program that fails after its warm-up would leave a gap in the rounds: the whole run is void.
      if ($null -ne $contestant.Failure) { throw $contestant.Failure }
      $contestant.Samples += $run.Sample
    }
  }
}

# What a rival leaves different is said in the table; ferry's own copy has to be equal.
function Invoke-WarmUp([object] $Workload, [string] $Place, [object] $Contestant, [Collections.Generic.List[string]] $Listing) {
  [void] (Invoke-Run $Workload $Place $Contestant)
  if ($null -ne $Contestant.Failure) { return }
  $source, $target, $spare = Get-Folder $Place
  $different = Compare-Listing $Listing (Get-Listing $target)
  $Contestant.Differences = $different.Count
  if ($Contestant.Name -eq 'ferry' -and $different.Count -gt 0) {
    $Contestant.Failure = "wrong result: $(@($different | Select-Object -First 3) -join '; ')"
  }
}

function Invoke-Run([object] $Workload, [string] $Place, [object] $Contestant) {
  Reset-Target $Workload $Place
  $run = Measure-Program $Contestant.Command $Place
  if ($run.ExitCode -ge $Contestant.FailsFrom -or $run.ExitCode -lt 0) {
    $Contestant.Failure = "$($Contestant.Name): exit $($run.ExitCode): $($run.Words)"
  }
  $run
}
