# What a result was measured on. No host name, no user, no paths.

function Get-Machine([string] $Root) {
  $processors = @(Get-CimInstance -ClassName Win32_Processor)
  $system = Get-CimInstance -ClassName Win32_OperatingSystem
  $busy = ($processors | Measure-Object -Property LoadPercentage -Average).Average
  $cores = [Environment]::ProcessorCount
  $architecture = if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64') { 'aarch64' } else { 'x86_64' }
  [ordered] @{
    kernel = "windows $([Environment]::OSVersion.Version) $architecture"
    processor = $processors[0].Name.Trim()
    cores = $cores
    memoryBytes = [int64] $system.TotalVisibleMemorySize * 1024
    deno = 'not used'
    # Windows keeps no load average: the share of the processors that is busy now, in processors.
    load = [Math]::Round([double] $busy / 100 * $cores, 2)
    commit = Get-Commit $Root
  }
}

# .NET's current folder is not PowerShell's.
function Resolve-FullPath([string] $Path) {
  $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}

function Get-Commit([string] $Root) {
  if ($null -eq (Get-Command git -ErrorAction SilentlyContinue)) { return 'unknown' }
  $head = git -C $Root rev-parse --short HEAD
  if ($LASTEXITCODE -ne 0) { return 'unknown' }
  if ($null -ne (git -C $Root status --porcelain)) { $head = "$head with changes" }
  $head
}

# Its name is part of the tables: a scanner reads every file that is written, whoever writes it.
function Get-Storage {
  $storage = "in a folder of the machine's own storage"
  if ($null -eq (Get-Command Get-MpComputerStatus -ErrorAction SilentlyContinue)) { return $storage }
  $defender = Get-MpComputerStatus -ErrorAction SilentlyContinue
  if ($null -ne $defender -and $defender.RealTimeProtectionEnabled) { $storage = "$storage, scanned by Defender" }
  $storage
}
