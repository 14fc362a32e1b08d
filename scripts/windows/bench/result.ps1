# The result, field by field as bench/ keeps it, and as lines for people.

function New-Sample([double] $WallMs, [double] $UserMs, [double] $SysMs, [long] $PeakBytes) {
  [ordered] @{
    wallMs = $WallMs
    userMs = $UserMs
    sysMs = $SysMs
    peakBytes = if ($PeakBytes -lt 0) { $null } else { $PeakBytes }
  }
}

function New-Series([object] $Contestant) {
  $isFerry = $Contestant.Name -eq 'ferry'
  # The executable's folder is this machine's own affair.
  $words = @($Contestant.Command | Select-Object -Skip 1)
  $program = if ($isFerry) { 'ferry' } else { $Contestant.Command[0] }
  [ordered] @{
    program = $Contestant.Name
    command = @($program) + $words
    comparedWith = if ($isFerry) { $null } else { 'ferry' }
    differences = $Contestant.Differences
    failure = $Contestant.Failure
    samples = @($Contestant.Samples)
  }
}

function New-Outcome([object] $Workload, [string] $FileSystem, [int] $Files, [object[]] $Series, [long] $TookMs, [object] $Failure) {
  [ordered] @{
    workload = $Workload.Name
    title = $Workload.Title
    fileSystem = $FileSystem
    files = $Files
    callsPerFile = $null
    tookMs = $TookMs
    needsCompiled = $Workload.NeedsCompiled
    failure = $Failure
    series = @($Series)
  }
}

function New-Result([DateTime] $Started, [string] $Scale, [int] $Runs, [string] $Ferry, [object] $Machine, [object[]] $Programs, [object[]] $Outcomes) {
  $versions = [ordered] @{}
  foreach ($program in $Programs) { $versions[$program.Name] = $program.Version }
  [ordered] @{
    format = 1
    date = $Started.ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture)
    scale = $Scale
    runs = $Runs
    ferry = "$((& $Ferry --version) -join ' ') (compiled: ferry.exe)"
    isCompiled = $true
    machine = $Machine
    storage = Get-Storage
    meter = $MeterName
    versions = $versions
    missing = @($NotOnWindows | ForEach-Object { "$_ (not built on Windows)" })
    outcomes = @($Outcomes)
  }
}

function Save-Result([object] $Result, [string] $Path) {
  # Windows PowerShell may write an array as an object with a count; without this it does not.
  Remove-TypeData -TypeName System.Array -ErrorAction SilentlyContinue
  $json = ConvertTo-Json -InputObject $Result -Depth 10
  # WriteAllText writes UTF-8 without a mark at its start, which Set-Content of 5.1 cannot.
  [IO.File]::WriteAllText((Resolve-FullPath $Path), "$json`n")
}

# 2026-11-21_1448_intel-core-i7-8-cores_full.json, as bench/results/ has them.
function Get-ResultName([object] $Machine, [string] $Scale, [DateTime] $Started) {
  $what = "$($Machine.processor) $($Machine.cores) cores".ToLowerInvariant() -replace '[^a-z0-9]+', '-'
  $when = $Started.ToString('yyyy-MM-dd_HHmm', [Globalization.CultureInfo]::InvariantCulture)
  "${when}_${what}_$Scale.json"
}

# Medians in seconds, and how many times as long a rival took within the rounds of both.
function Write-Outcome([object] $Outcome) {
  Write-Host "$($Outcome.workload): $($Outcome.title)"
  if ($null -ne $Outcome.failure) { Write-Host "  $($Outcome.failure)" }
  foreach ($series in $Outcome.series) {
    $ferry = $Outcome.series[0].samples
    if ($series.samples.Count -eq 0) {
      Write-Host "  $($series.program): $($series.failure)"
      continue
    }
    $walls = @($series.samples | ForEach-Object { $_.wallMs })
    $ratios = @(for ($round = 0; $round -lt $walls.Count; $round++) { $walls[$round] / $ferry[$round].wallMs })
    Write-Host ('  {0,-24} {1,8:N3} s  ratio {2:N2}' -f $series.program, ((Get-Median $walls) / 1000), (Get-Median $ratios))
  }
}

function Get-Median([double[]] $Values) {
  $sorted = @($Values | Sort-Object)
  $middle = [int] [Math]::Floor($sorted.Count / 2)
  if ($sorted.Count % 2 -eq 1) { return $sorted[$middle] }
  ($sorted[$middle - 1] + $sorted[$middle]) / 2
}
