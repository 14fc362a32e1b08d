# The state of the target before each run: absent, equal, as it was before a day's work (changed), or
# full of what has to go (extra). Neither ferry nor robocopy takes it there.

# What Reset-Target starts from; once a workload.
function Initialize-State([object] $Workload, [string] $Place) {
  $source, $target, $spare = Get-Folder $Place
  switch ($Workload.Before) {
    'equal' { Copy-Tree $source $target }
    'changed' {
      Copy-Tree $source $target
      Edit-Source $Workload $source $spare
    }
    'extra' {
      # One file stays, because an empty source is refused without a flag.
      [IO.Directory]::Move($source, $spare)
      New-Folder $source 1 4096
      Set-OldFolderTime $source
    }
  }
}

# Before every run of every program; not timed.
function Reset-Target([object] $Workload, [string] $Place) {
  $source, $target, $spare = Get-Folder $Place
  switch ($Workload.Before) {
    'absent' { Remove-Tree $target }
    'changed' { Undo-Change $Workload $target $spare }
    'extra' {
      Remove-Tree $target
      Copy-Tree $spare $target
    }
  }
}

# source, target and spare
function Get-Folder([string] $Place) {
  foreach ($name in 'source', 'target', 'spare') { [IO.Path]::Combine($Place, $name) }
}

function Copy-Tree([string] $From, [string] $To) {
  [void] [IO.Directory]::CreateDirectory($To)
  foreach ($file in [IO.Directory]::GetFiles($From)) {
    [IO.File]::Copy($file, [IO.Path]::Combine($To, [IO.Path]::GetFileName($file)), $true)
  }
  foreach ($folder in [IO.Directory]::GetDirectories($From)) {
    Copy-Tree $folder ([IO.Path]::Combine($To, [IO.Path]::GetFileName($folder)))
  }
  [IO.Directory]::SetLastWriteTimeUtc($To, [IO.Directory]::GetLastWriteTimeUtc($From))
}

# Of a hundred files in a folder: f10 and f60 touched, f35 moved away, and a new one for it.
function Edit-Source([object] $Workload, [string] $Source, [string] $Spare) {
  $block = [byte[]]::new($Workload.Bytes)
  $Random.NextBytes($block)
  foreach ($folder in [IO.Directory]::GetDirectories($Source)) {
    $kept = [IO.Path]::Combine($Spare, [IO.Path]::GetFileName($folder))
    [void] [IO.Directory]::CreateDirectory($kept)
    for ($number = 0; $number -lt $Workload.Files; $number++) {
      $file = [IO.Path]::Combine($folder, "f$number")
      if (($number % 100) -in 10, 60) { [IO.File]::SetLastWriteTimeUtc($file, [DateTime]::UtcNow) }
      if (($number % 100) -eq 35) {
        [IO.File]::Move($file, [IO.Path]::Combine($kept, "f$number"))
        New-File "$file.new" $block $number
      }
    }
  }
}

# Old times on what was touched, back what was deleted, away with what was added.
function Undo-Change([object] $Workload, [string] $Target, [string] $Spare) {
  foreach ($folder in [IO.Directory]::GetDirectories($Target)) {
    foreach ($file in [IO.Directory]::GetFiles($folder, '*.new')) { [IO.File]::Delete($file) }
    for ($number = 0; $number -lt $Workload.Files; $number++) {
      if (($number % 100) -in 10, 60) {
        [IO.File]::SetLastWriteTimeUtc([IO.Path]::Combine($folder, "f$number"), $OldTime)
      }
    }
  }
  Copy-Tree $Spare $Target
  Set-OldFolderTime $Target
}
