# Builds source trees of random bytes, all of the same old time. .NET's own calls, because a cmdlet for
# each file would take longer than all the copying.

$OldTime = [DateTime]::new(2023, 11, 14, 22, 13, 20, 125, [DateTimeKind]::Utc)
$Random = New-Object Random 1
$MibBytes = 1048576

function New-Source([object] $Workload, [string] $Source) {
  [void] [IO.Directory]::CreateDirectory($Source)
  switch ($Workload.Shape) {
    'tree' { New-Tree $Workload $Source }
    'deep' { New-DeepTree $Workload $Source }
    # robocopy names folders, not files: the large one stands in a folder of its own.
    'file' { New-LargeFile ([IO.Path]::Combine($Source, 'large')) $Workload.Mib }
    'mixed' {
      New-Tree $Workload $Source
      New-LargeFile ([IO.Path]::Combine($Source, 'large')) $Workload.Mib
    }
    default { throw "no shape '$($Workload.Shape)'" }
  }
  Set-OldFolderTime $Source
}

function New-Tree([object] $Workload, [string] $Source) {
  for ($folder = 0; $folder -lt $Workload.Folders; $folder++) {
    New-Folder ([IO.Path]::Combine($Source, "d$folder")) $Workload.Files $Workload.Bytes
  }
}

# Folders numbered as in a heap with four branches: deep, and few files in each.
function New-DeepTree([object] $Workload, [string] $Source) {
  $paths = [string[]]::new($Workload.Folders)
  $paths[0] = $Source
  for ($folder = 0; $folder -lt $Workload.Folders; $folder++) {
    if ($folder -gt 0) {
      $parent = [int] [Math]::Floor(($folder - 1) / 4)
      $paths[$folder] = [IO.Path]::Combine($paths[$parent], "d$folder")
    }
    New-Folder $paths[$folder] $Workload.Files $Workload.Bytes
  }
}

function New-Folder([string] $Path, [int] $Files, [int] $Bytes) {
  [void] [IO.Directory]::CreateDirectory($Path)
  $block = [byte[]]::new($Bytes)
  $Random.NextBytes($block)
  for ($number = 0; $number -lt $Files; $number++) {
    New-File ([IO.Path]::Combine($Path, "f$number")) $block $number
  }
}

# Its first bytes differ from those of every other number, so that no file system can share it.
function New-File([string] $Path, [byte[]] $Block, [int] $Number) {
  if ($Block.Length -ge 4) { [BitConverter]::GetBytes($Number).CopyTo($Block, 0) }
  [IO.File]::WriteAllBytes($Path, $Block)
  [IO.File]::SetLastWriteTimeUtc($Path, $OldTime)
}

function New-LargeFile([string] $Path, [int] $Mib) {
  $block = [byte[]]::new($MibBytes)
  $Random.NextBytes($block)
  $file = [IO.File]::Create($Path)
  try {
    for ($number = 0; $number -lt $Mib; $number++) {
      [BitConverter]::GetBytes($number).CopyTo($block, 0)
      $file.Write($block, 0, $block.Length)
    }
  } finally {
    $file.Dispose()
  }
  [IO.File]::SetLastWriteTimeUtc($Path, $OldTime)
}

# Last of all, because every new name in a folder changes its time; from the leaves up.
function Set-OldFolderTime([string] $Path) {
  foreach ($folder in [IO.Directory]::GetDirectories($Path)) { Set-OldFolderTime $folder }
  [IO.Directory]::SetLastWriteTimeUtc($Path, $OldTime)
}

function Remove-Tree([string] $Path) {
  if ([IO.Directory]::Exists($Path)) { [IO.Directory]::Delete($Path, $true) }
}

# Nothing, or why the volume is too small for source, target and a little more.
function Get-SpaceShortage([object] $Workload, [IO.DriveInfo] $Volume) {
  $clusters = [Math]::Ceiling($Workload.Bytes / 4096) + 1
  $needed = 2.2 * ($Workload.Folders * $Workload.Files * $clusters * 4096 + $Workload.Mib * $MibBytes)
  if ($Volume.AvailableFreeSpace -gt $needed) { return $null }
  'needs {0:N0} MiB on {1}' -f ($needed / $MibBytes), $Volume.Name
}
