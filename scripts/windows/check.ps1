<#
.SYNOPSIS
Checks on a real Windows what Wine cannot show, and prints a passed, failed or skipped line for each.
.DESCRIPTION
Needs the ferry executable and Windows PowerShell 5.1 or later. The checks of symlinks need developer mode
or an administrator, that of block clone a folder on ReFS or a Dev Drive, those of FAT32 and exFAT an administrator, for they make disk images. With Deno and a clone of the
repository, `deno task test tests/windows` checks the calls themselves as well. The exit code is 1 when
a check failed.
.PARAMETER Ferry
The executable; else dist\ferry.exe of this clone, else ferry on PATH.
.PARAMETER Folder
On an NTFS volume; a folder is made there and removed again.
.PARAMETER ReFSFolder
On a ReFS volume or a Dev Drive; without it block clone is skipped.
.PARAMETER PlainFolder
On a FAT or exFAT volume, which cannot encrypt; without it one check of encrypted files is skipped.
.PARAMETER DriverFolder
On a volume of WinFsp or ImDisk, which has no place in the mount manager; without it that check is skipped.
.PARAMETER DedupFile
A file that data deduplication has taken apart already (Windows Server); without it that check is skipped.
.PARAMETER CloudFile
A file of OneDrive that is online-only ("Free up space"); it is fetched at the end. Without it that check is skipped.
.EXAMPLE
powershell -ExecutionPolicy Bypass -File scripts\windows\check.ps1 -Folder D:\ -ReFSFolder E:\
#>
[CmdletBinding()]
param(
  [string] $Ferry = '',
  [string] $Folder = [IO.Path]::GetTempPath(),
  [string] $ReFSFolder = '',
  [string] $PlainFolder = '',
  [string] $DriverFolder = '',
  [string] $DedupFile = '',
  [string] $CloudFile = ''
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

if ($Ferry -eq '') {
  $Ferry = Join-Path $PSScriptRoot '..\..\dist\ferry.exe'
  if (-not (Test-Path -LiteralPath $Ferry)) { $Ferry = 'ferry' }
}
$Folder = (Resolve-Path -LiteralPath $Folder).ProviderPath
$script:Passed = 0
$script:Failed = 0
$script:Skipped = 0
$Work = Join-Path $Folder "ferry-check-$PID"

# Runs one check in a pair of fresh folders; what it throws is why it failed.
function Test-That([string] $Name, [string] $SkippedBecause, [scriptblock] $Body) {
  if ($SkippedBecause -ne '') {
    $script:Skipped++
    Write-Host "skipped  $Name [skipped: $SkippedBecause]"
    return
  }
  $source = Join-Path $Work 'source'
  $target = Join-Path $Work 'target'
  [void] [IO.Directory]::CreateDirectory($source)
  try {
    & $Body $source $target
    $script:Passed++
    Write-Host "passed   $Name"
  } catch {
    $script:Failed++
    Write-Host "failed   $Name"
    Write-Host "         $($_.Exception.Message)"
  } finally {
    & cmd.exe /d /c rd /s /q "\\?\$Work"
  }
}

function Assert-That([bool] $Holds, [string] $What) {
  if (-not $Holds) { throw $What }
}

# Mirrors and returns the summary of --json; throws where the exit code is another one than expected.
function Invoke-Mirror([string] $From, [string] $To, [string[]] $Options = @(), [int] $Code = 0) {
  $lines = & $Ferry mirror $From $To --json @Options
  if ($LASTEXITCODE -ne $Code) { throw "ferry exit $LASTEXITCODE instead of ${Code}: $lines" }
  return (@($lines)[-1] | ConvertFrom-Json)
}

function New-Bytes([string] $Path, [int] $Count) {
  $bytes = New-Object byte[] $Count
  (New-Object Random 1).NextBytes($bytes)
  [IO.File]::WriteAllBytes($Path, $bytes)
}

# Whether all files of a tree have the same contents in another one.
function Test-SameTree([string] $From, [string] $To) {
  $root = $From.TrimEnd('\')
  $files = @([IO.Directory]::GetFiles($From, '*', 'AllDirectories') | Where-Object { $_ -notmatch 'System Volume Information' })
  foreach ($file in $files) {
    $copy = $To.TrimEnd('\') + $file.Substring($root.Length)
    if (-not [IO.File]::Exists($copy)) { throw "$copy is not there" }
    if ((Get-FileHash $file).Hash -ne (Get-FileHash $copy).Hash) { throw "$copy has other contents" }
  }
  return $files.Count
}

# Throws unless a mirror finds nothing to do.
function Assert-NothingToDo([string] $From, [string] $To, [string[]] $Options = @()) {
  $again = Invoke-Mirror $From $To $Options
  $done = $again.files_copied + $again.files_replaced + $again.metadata_updated + $again.links_created + $again.deleted
  Assert-That ($done -eq 0) "a further mirror does something: $($again | ConvertTo-Json -Depth 2)"
}

# Makes disk images and gives their roots; they go away with Dismount-Images.
function Mount-Images([string] $FileSystem, [int] $Count) {
  $roots = @()
  for ($number = 1; $number -le $Count; $number++) {
    $image = Join-Path $Work "$FileSystem-$number.vhd"
    $label = "FERRY$number"
    $script:Images += $image
    $lines = "create vdisk file=`"$image`" maximum=300 type=expandable", "select vdisk file=`"$image`"",
      'attach vdisk', 'convert mbr', 'create partition primary', "format fs=$FileSystem quick label=$label", 'assign'
    [IO.File]::WriteAllLines("$Work\diskpart.txt", $lines)
    $said = & diskpart.exe /s "$Work\diskpart.txt"
    if ($LASTEXITCODE -ne 0) { throw "diskpart: $said" }
    $volume = Get-Volume -FileSystemLabel $label | Select-Object -First 1
    $roots += "$($volume.DriveLetter):\"
  }
  return $roots
}

function Dismount-Images {
  foreach ($image in $script:Images) {
    [IO.File]::WriteAllLines("$Work\diskpart.txt", [string[]] ("select vdisk file=`"$image`"", 'detach vdisk'))
    & diskpart.exe /s "$Work\diskpart.txt" | Out-Null
  }
  $script:Images = @()
}
$script:Images = @()

# Sizes below and above the one from which the system copies.
$Small = 1000
$Large = 3000000
$OneGiB = 1073741824

Test-That 'the system copies large files (CopyFileExW), ferry small ones' '' {
  param($source, $target)
  New-Bytes "$source\small" $Small
  New-Bytes "$source\large" $Large
  $summary = Invoke-Mirror $source $target
  Assert-That ($summary.methods.CopyFileExW -eq 1) 'methods of the summary: CopyFileExW is not 1'
  Assert-That ($summary.methods.read_write -eq 1) 'methods of the summary: read_write is not 1'
  $hashes = 'small', 'large' | ForEach-Object { (Get-FileHash "$source\$_").Hash -eq (Get-FileHash "$target\$_").Hash }
  Assert-That ($hashes -notcontains $false) 'contents differ'
  $again = Invoke-Mirror $source $target
  Assert-That ($again.files_unchanged -eq 2) 'the second run is no no-op'
}

foreach ($size in $Small, $Large) {
  Test-That "alternate data streams of a file of $size bytes" '' {
    param($source, $target)
    New-Bytes "$source\file" $size
    Set-Content -LiteralPath "$source\file" -Stream note -Value 'more'
    [void] (Invoke-Mirror $source $target)
    Assert-That ((Get-Content -LiteralPath "$target\file" -Stream note) -eq 'more') 'the stream is not there'
    [void] (Invoke-Mirror $source (Join-Path $Work 'without') @('--no-xattrs'))
    $streams = @(Get-Item -LiteralPath (Join-Path $Work 'without\file') -Stream '*')
    Assert-That ($streams.Count -eq 1) '--no-xattrs kept a stream'
  }

  Test-That "times, creation too, and attributes of a file of $size bytes" '' {
    param($source, $target)
    New-Bytes "$source\file" $size
    $file = Get-Item -LiteralPath "$source\file"
    $file.CreationTimeUtc = New-Object DateTime 630822816000000001
    $file.LastWriteTimeUtc = New-Object DateTime 632000000000000007
    $file.Attributes = 'ReadOnly, Hidden, System'
    [void] (Invoke-Mirror $source $target)
    $copy = Get-Item -LiteralPath "$target\file" -Force
    Assert-That ($copy.CreationTimeUtc.Ticks -eq 630822816000000001) 'time of creation'
    Assert-That ($copy.LastWriteTimeUtc.Ticks -eq 632000000000000007) 'time of modification'
    Assert-That ([string] $copy.Attributes -eq 'ReadOnly, Hidden, System') "attributes: $($copy.Attributes)"
    $file.Attributes = 'Normal'
    [IO.File]::WriteAllText("$source\file", 'new')
    [void] (Invoke-Mirror $source $target)
    Assert-That ([IO.File]::ReadAllText("$target\file") -eq 'new') 'a read-only, hidden target was not replaced'
    (Get-Item -LiteralPath "$target\file").Attributes = 'ReadOnly, Hidden'
    [IO.File]::Delete("$source\file")
    [void] (Invoke-Mirror $source $target @('--allow-empty-source'))
    Assert-That (-not [IO.File]::Exists("$target\file")) 'a read-only, hidden target was not deleted'
  }
}

Test-That 'junctions are copied as such and never followed' '' {
  param($source, $target)
  [void] [IO.Directory]::CreateDirectory("$Work\elsewhere")
  New-Bytes "$Work\elsewhere\kept" $Small
  & cmd.exe /d /c mklink /j "$source\junction" "$Work\elsewhere" | Out-Null
  [void] (Invoke-Mirror $source $target)
  $copy = Get-Item -LiteralPath "$target\junction" -Force
  Assert-That ([string] $copy.LinkType -eq 'Junction') "it is a $($copy.LinkType)"
  & cmd.exe /d /c rd "$source\junction"
  [void] (Invoke-Mirror $source $target @('--allow-empty-source'))
  Assert-That (-not (Test-Path -LiteralPath "$target\junction")) 'it was not deleted'
  Assert-That (Test-Path -LiteralPath "$Work\elsewhere\kept") 'something was deleted through it'
}

Test-That 'a junction in the target is not written through' '' {
  param($source, $target)
  [void] [IO.Directory]::CreateDirectory("$source\folder")
  [void] [IO.Directory]::CreateDirectory("$Work\elsewhere")
  [void] [IO.Directory]::CreateDirectory($target)
  New-Bytes "$source\folder\file" $Small
  & cmd.exe /d /c mklink /j "$target\folder" "$Work\elsewhere" | Out-Null
  [void] (Invoke-Mirror $source $target)
  Assert-That (-not (Test-Path -LiteralPath "$Work\elsewhere\file")) 'the file is where the junction leads'
  Assert-That (Test-Path -LiteralPath "$target\folder\file") 'the file is not in a folder of its own'
}

Test-That 'hard links are kept, also a new name of an unchanged file' '' {
  param($source, $target)
  New-Bytes "$source\b" $Small
  [void] (New-Item -ItemType HardLink -Path "$source\c" -Value "$source\b")
  $summary = Invoke-Mirror $source $target
  Assert-That ($summary.files_copied -eq 1 -and $summary.links_created -eq 1) 'one copy and one link'
  foreach ($name in 'a', 'd') { [void] (New-Item -ItemType HardLink -Path "$source\$name" -Value "$source\b") }
  [void] (Invoke-Mirror $source $target)
  $names = @(& fsutil.exe hardlink list "$target\b")
  Assert-That ($names.Count -eq 4) "the file has $($names.Count) names instead of 4"
  $again = Invoke-Mirror $source $target
  Assert-That ($again.files_unchanged -eq 4 -and $again.links_created -eq 0) 'a further run is no no-op'
}

Test-That 'streams and attributes of folders, and empty folders' '' {
  param($source, $target)
  [void] [IO.Directory]::CreateDirectory("$source\folder\empty")
  Set-Content -LiteralPath "$source\folder" -Stream note -Value 'more'
  (Get-Item -LiteralPath "$source\folder").Attributes = 'Directory, Hidden'
  [void] (Invoke-Mirror $source $target)
  Assert-That ((Get-Content -LiteralPath "$target\folder" -Stream note) -eq 'more') 'the stream is not there'
  $copy = Get-Item -LiteralPath "$target\folder" -Force
  Assert-That ([string] $copy.Attributes -eq 'Hidden, Directory') "attributes: $($copy.Attributes)"
  Assert-That ([IO.Directory]::Exists("$target\folder\empty")) 'the empty folder is not there'
}

Test-That 'names of one letter and the archive attribute' '' {
  param($source, $target)
  foreach ($name in 'a', 'b') { New-Bytes "$source\$name" $Small }
  (Get-Item -LiteralPath "$source\b").Attributes = 'Normal'
  [void] (Invoke-Mirror $source $target)
  $attributes = 'a', 'b' | ForEach-Object { [string] (Get-Item -LiteralPath "$target\$_").Attributes }
  Assert-That (($attributes -join '; ') -eq 'Archive; Normal') "attributes: $attributes"
}

$noSymlinks = ''
try {
  [void] [IO.Directory]::CreateDirectory($Work)
  [void] (New-Item -ItemType SymbolicLink -Path "$Work\probe" -Target 'nowhere')
} catch { $noSymlinks = 'this user may make no symlinks' }
Test-That 'symlinks are kept, to files and to folders' $noSymlinks {
  param($source, $target)
  [void] [IO.Directory]::CreateDirectory("$source\folder")
  New-Bytes "$source\file" $Small
  [void] (New-Item -ItemType SymbolicLink -Path "$source\to file" -Target 'file')
  [void] (New-Item -ItemType SymbolicLink -Path "$source\to folder" -Target 'folder')
  $summary = Invoke-Mirror $source $target
  Assert-That ($summary.links_created -eq 2) 'links_created is not 2'
  foreach ($name in 'to file', 'to folder') {
    $copy = Get-Item -LiteralPath "$target\$name" -Force
    Assert-That ([string] $copy.LinkType -eq 'SymbolicLink') "$name is a $($copy.LinkType)"
  }
}

Test-That 'two names of one symlink stay two names of one' $noSymlinks {
  param($source, $target)
  [void] (New-Item -ItemType SymbolicLink -Path "$source\link" -Target 'nowhere')
  & cmd.exe /d /c mklink /h "$source\name" "$source\link" | Out-Null
  $summary = Invoke-Mirror $source $target
  Assert-That ($summary.links_created -eq 2) "links_created is $($summary.links_created)"
  $names = @(& fsutil.exe hardlink list "$target\link")
  Assert-That ($names.Count -eq 2) "the symlink has $($names.Count) names instead of 2"
  $again = Invoke-Mirror $source $target
  Assert-That ($again.links_created -eq 0) 'a further run is no no-op'
}

Test-That 'holes are kept' '' {
  param($source, $target)
  New-Bytes "$source\file" $Small
  & fsutil.exe sparse setflag "$source\file" | Out-Null
  $file = [IO.File]::OpenWrite("$source\file")
  try { $file.SetLength($OneGiB) } finally { $file.Dispose() }
  [void] (Invoke-Mirror $source $target)
  $copy = Get-Item -LiteralPath "$target\file"
  Assert-That ($copy.Length -eq $OneGiB) 'length'
  Assert-That (($copy.Attributes -band [IO.FileAttributes]::SparseFile) -ne 0) 'it is not sparse'
}

Test-That 'compressed files stay compressed' '' {
  param($source, $target)
  New-Bytes "$source\file" $Large
  & compact.exe /c "$source\file" | Out-Null
  [void] (Invoke-Mirror $source $target)
  $attributes = (Get-Item -LiteralPath "$target\file").Attributes
  Assert-That (($attributes -band [IO.FileAttributes]::Compressed) -ne 0) 'it is not compressed'
}

$noEncryption = ''
try {
  [void] [IO.Directory]::CreateDirectory($Work)
  [IO.File]::WriteAllText("$Work\probe", 'probe')
  [IO.File]::Encrypt("$Work\probe")
} catch { $noEncryption = "this user or volume has no EFS: $($_.Exception.Message)" }
& cmd.exe /d /c rd /s /q "\\?\$Work"
Test-That 'encrypted files stay encrypted, whatever copies the others' $noEncryption {
  param($source, $target)
  foreach ($size in $Small, $Large) {
    New-Bytes "$source\$size" $size
    & cipher.exe /e /a "$source\$size" | Out-Null
  }
  foreach ($option in '--json', '--no-zero-copy', '--fsync') {
    $to = "$target $option"
    $summary = Invoke-Mirror $source $to @($option)
    Assert-That ($summary.methods.CopyFileExW -eq 2) "${option}: methods of the summary: CopyFileExW is not 2"
    foreach ($size in $Small, $Large) {
      $attributes = (Get-Item -LiteralPath "$to\$size").Attributes
      Assert-That (($attributes -band [IO.FileAttributes]::Encrypted) -ne 0) "${option}: $size bytes are in plain"
      Assert-That ((Get-FileHash "$source\$size").Hash -eq (Get-FileHash "$to\$size").Hash) 'contents differ'
    }
  }
  [void] (Invoke-Mirror $source "$target plain" @('--no-xattrs'))
  $attributes = (Get-Item -LiteralPath "$target plain\$Small").Attributes
  Assert-That (($attributes -band [IO.FileAttributes]::Encrypted) -eq 0) '--no-xattrs kept it encrypted'
}

$noPlainFolder = if ($PlainFolder -eq '') { 'no -PlainFolder' } else { $noEncryption }
Test-That 'an encrypted file whose target cannot encrypt is an error by its Win32 name' $noPlainFolder {
  param($source, $target)
  New-Bytes "$source\plain" $Small
  New-Bytes "$source\secret" $Small
  & cipher.exe /e /a "$source\secret" | Out-Null
  $to = Join-Path $PlainFolder "ferry-check-$PID"
  try {
    $summary = Invoke-Mirror $source $to @() 1
    Assert-That ($summary.errors[0].code -eq 'ERROR_ENCRYPTION_FAILED') $summary.errors[0].code
    Assert-That (-not [IO.File]::Exists("$to\secret")) 'it is there in plain'
    Assert-That ([IO.File]::Exists("$to\plain")) 'the other file is not there'
  } finally { & cmd.exe /d /c rd /s /q $to }
}

Test-That 'ACLs are kept with --acls' '' {
  param($source, $target)
  New-Bytes "$source\file" $Small
  & icacls.exe "$source\file" /grant '*S-1-5-32-546:(R)' | Out-Null
  [void] (Invoke-Mirror $source $target @('--acls'))
  $wanted = (Get-Acl -LiteralPath "$source\file").Sddl
  Assert-That ((Get-Acl -LiteralPath "$target\file").Sddl -eq $wanted) 'security descriptors differ'
}

Test-That 'names and paths that programs cannot use' '' {
  param($source, $target)
  $levels = 150 # of 201 characters: more than 30,000
  $below = (@('n' * 200) * $levels) -join '\'
  [void] [IO.Directory]::CreateDirectory("\\?\$source\$below")
  foreach ($size in $Small, $Large) { New-Bytes "\\?\$source\$below\$size" $size }
  foreach ($name in 'con', 'dot.', 'space ') { [IO.File]::WriteAllText("\\?\$source\$name", $name) }
  $summary = Invoke-Mirror $source $target
  Assert-That ($summary.folders_created -eq $levels + 1) "folders_created is $($summary.folders_created)"
  foreach ($size in $Small, $Large) {
    $length = [IO.File]::ReadAllBytes("\\?\$target\$below\$size").Length
    Assert-That ($length -eq $size) "of $size bytes at the end of 30,000 characters there are $length"
  }
  [void] (Invoke-Mirror "\\?\$source\$below" "$Work\shallow")
  Assert-That ([IO.File]::Exists("$Work\shallow\$Large")) 'a source of 30,000 characters was not copied'
  foreach ($name in 'con', 'dot.', 'space ') {
    Assert-That ([IO.File]::ReadAllText("\\?\$target\$name") -eq $name) "'$name' is not there"
  }
}

Test-That 'a file in use is an error by its Win32 name, and the rest is done' '' {
  param($source, $target)
  New-Bytes "$source\free" $Small
  New-Bytes "$source\held" $Small
  $held = [IO.File]::Open("$source\held", 'Open', 'Read', 'None')
  try { $summary = Invoke-Mirror $source $target @() 1 } finally { $held.Dispose() }
  Assert-That ($summary.files_copied -eq 1) 'the other file was not copied'
  Assert-That ($summary.errors[0].code -eq 'ERROR_SHARING_VIOLATION') $summary.errors[0].code
}

Test-That 'a target in use is kept whole and named, and replaced once it is free' '' {
  param($source, $target)
  New-Bytes "$source\file" $Small
  [void] (Invoke-Mirror $source $target)
  [IO.File]::WriteAllText("$source\file", 'new')
  $held = [IO.File]::Open("$target\file", 'Open', 'Read', 'None')
  try { $summary = Invoke-Mirror $source $target @() 1 } finally { $held.Dispose() }
  Assert-That ($summary.errors[0].code -eq 'ERROR_SHARING_VIOLATION') $summary.errors[0].code
  Assert-That ([IO.File]::ReadAllBytes("$target\file").Length -eq $Small) 'the old file is not whole'
  [void] (Invoke-Mirror $source $target)
  Assert-That ([IO.File]::ReadAllText("$target\file") -eq 'new') 'it was not replaced once it was free'
}

$drive = [IO.Path]::GetPathRoot($Folder)
$share = $drive -replace '^([A-Za-z]):\\$', '\\localhost\$1$$\'
$noShare = if ([IO.Directory]::Exists($share)) { '' } else { "this user may not open $share" }
Test-That 'a share of a server is source and target' $noShare {
  param($source, $target)
  New-Bytes "$source\file" $Large
  $from = $source -replace '^[A-Za-z]:\\', $share.Replace('$', '$$')
  $to = $target -replace '^[A-Za-z]:\\', ('\\?\UNC' + $share.Substring(1)).Replace('$', '$$')
  $summary = Invoke-Mirror $from $to
  Assert-That ($summary.files_copied -eq 1) 'files_copied is not 1'
  Assert-That ((Get-FileHash "$source\file").Hash -eq (Get-FileHash "$target\file").Hash) 'contents differ'
}

$identity = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
$noImages = if ($identity.IsInRole('Administrators')) { '' } else { 'disk images need an administrator' }
foreach ($fileSystem in 'fat32', 'exfat') {
  Test-That "$fileSystem to $fileSystem, from one root to another" $noImages {
    param($source, $target)
    try {
      $from, $to = Mount-Images $fileSystem 2
      foreach ($size in $Small, $Large) { New-Bytes "$from$size" $size }
      [void] [IO.Directory]::CreateDirectory("${from}folder")
      for ($number = 1; $number -le 50; $number++) { New-Bytes "${from}folder\$number" $number }
      $options = @('--modify-window=2', '--exclude=/System Volume Information/')
      $summary = Invoke-Mirror $from $to $options
      Assert-That ($summary.files_copied -eq 52) "files_copied is $($summary.files_copied) instead of 52"
      Assert-That ((Test-SameTree $from $to) -ge 52) 'there are fewer files'
      Assert-NothingToDo $from $to $options
      [IO.File]::WriteAllText("${from}folder\7", 'changed, and longer')
      [IO.File]::Delete("${from}folder\8")
      $summary = Invoke-Mirror $from $to $options
      Assert-That ($summary.files_replaced -eq 1 -and $summary.deleted -eq 1) 'one file replaced, one deleted'
      [void] (Test-SameTree $from $to)
      Assert-NothingToDo $from $to $options
    } finally { Dismount-Images }
  }
}

$noShareLinks = if ($noSymlinks -ne '') { $noSymlinks } else { $noShare }
Test-That 'symlinks to shares and volumes lead where they led' $noShareLinks {
  param($source, $target)
  New-Bytes "$Work\file" $Small
  $volume = @(& mountvol.exe $drive /l)[0].Trim()
  $below = "$Work\file".Substring($drive.Length)
  $links = @{ 'to share' = "$share$below"; 'to volume' = "$volume$below" }
  foreach ($name in $links.Keys) { & cmd.exe /d /c mklink "$source\$name" $links[$name] | Out-Null }
  [void] (Invoke-Mirror $source $target)
  foreach ($name in $links.Keys) {
    $texts = $source, $target | ForEach-Object { & fsutil.exe reparsepoint query "$_\$name" }
    $half = $texts.Count / 2
    $first = ($texts | Select-Object -First $half) -join "`n"
    $last = ($texts | Select-Object -Skip $half) -join "`n"
    Assert-That ($first -eq $last) "${name}: $first became $last"
    Assert-That ([IO.File]::ReadAllBytes("$target\$name").Length -eq $Small) "$name leads elsewhere"
  }
  Assert-NothingToDo $source $target
}

Test-That 'files that compact /exe has compressed' '' {
  param($source, $target)
  New-Bytes "$source\random" $Large
  [IO.File]::WriteAllText("$source\text", 'the same over and over' * 100000)
  foreach ($name in 'random', 'text') { & compact.exe /c /exe:lzx "$source\$name" | Out-Null }
  [void] (Invoke-Mirror $source $target)
  Assert-That ((Test-SameTree $source $target) -eq 2) 'two files'
  [void] (Invoke-Mirror $source "$target plain" @('--no-zero-copy'))
  Assert-That ((Test-SameTree $source "$target plain") -eq 2) 'two files by reading and writing'
  Assert-NothingToDo $source $target
}

$noDriver = if ($DriverFolder -eq '') { 'no -DriverFolder' } else { '' }
Test-That 'a volume without paths (WinFsp, ImDisk) is source and target' $noDriver {
  param($source, $target)
  foreach ($size in $Small, 65536, $Large) { New-Bytes "$source\$size" $size }
  $there = Join-Path $DriverFolder "ferry-check-$PID"
  try {
    [void] (Invoke-Mirror $source $there)
    [void] (Invoke-Mirror $there $target)
    Assert-That ((Test-SameTree $source $target) -eq 3) 'three files'
    Assert-NothingToDo $source $there
  } finally { & cmd.exe /d /c rd /s /q $there }
}

$noDedup = if ($DedupFile -eq '') { 'no -DedupFile' } else { '' }
Test-That 'a deduplicated file is a file' $noDedup {
  param($source, $target)
  [void] (New-Item -ItemType Directory -Path $target)
  $lines = & $Ferry copy $DedupFile $target --json
  Assert-That ($LASTEXITCODE -eq 0) "ferry exit ${LASTEXITCODE}: $lines"
  $copy = Join-Path $target ([IO.Path]::GetFileName($DedupFile))
  Assert-That ((Get-FileHash $DedupFile).Hash -eq (Get-FileHash $copy).Hash) 'contents differ'
}

$noCloud = if ($CloudFile -eq '') { 'no -CloudFile' } else { '' }
Test-That 'a file of OneDrive that is online-only is fetched with --materialize alone' $noCloud {
  param($source, $target)
  $recalls = 0x400000
  [void] (New-Item -ItemType Directory -Path $target)
  $lines = & $Ferry copy $CloudFile $target --json
  Assert-That ($LASTEXITCODE -eq 1) "exit code $LASTEXITCODE instead of 1"
  Assert-That (("$lines") -match 'DATALESS') "not named DATALESS: $lines"
  $attributes = [int] [IO.File]::GetAttributes($CloudFile)
  Assert-That (($attributes -band $recalls) -ne 0) 'it was fetched without being asked for'
  $lines = & $Ferry copy $CloudFile $target --json --materialize
  Assert-That ($LASTEXITCODE -eq 0) "ferry exit ${LASTEXITCODE}: $lines"
  $copy = Join-Path $target ([IO.Path]::GetFileName($CloudFile))
  Assert-That ((Get-FileHash $CloudFile).Hash -eq (Get-FileHash $copy).Hash) 'contents differ'
}

$noReFS = if ($ReFSFolder -eq '') { 'no -ReFSFolder' } else { '' }
if ($ReFSFolder -ne '') { $Work = Join-Path $ReFSFolder "ferry-check-$PID" }
Test-That 'block clone shares clusters on ReFS' $noReFS {
  param($source, $target)
  New-Bytes "$source\file" 100000001
  $summary = Invoke-Mirror $source $target
  Assert-That ($summary.methods.block_clone -eq 1) 'methods of the summary: block_clone is not 1'
  Assert-That ((Get-FileHash "$source\file").Hash -eq (Get-FileHash "$target\file").Hash) 'contents differ'
}

Test-That '1,000 files of ReFS or a Dev Drive: hard links, attributes, and nothing to do afterwards' $noReFS {
  param($source, $target)
  for ($folder = 1; $folder -le 10; $folder++) {
    [void] [IO.Directory]::CreateDirectory("$source\$folder")
    for ($number = 1; $number -le 100; $number++) { [IO.File]::WriteAllText("$source\$folder\$number", "$folder $number") }
  }
  $linked = 0
  try {
    for ($folder = 1; $folder -le 10; $folder++) {
      [void] (New-Item -ItemType HardLink -Path "$source\$folder\link" -Value "$source\$folder\1")
      $linked++
    }
  } catch { Write-Host "         no hard links on this volume: $($_.Exception.Message)" }
  $summary = Invoke-Mirror $source $target
  Assert-That ($summary.files_copied -eq 1000) "files_copied is $($summary.files_copied) instead of 1000"
  Assert-That ($summary.links_created -eq $linked) "links_created is $($summary.links_created) instead of $linked"
  Assert-That ((Test-SameTree $source $target) -eq 1000 + $linked) 'there are fewer files'
  Assert-NothingToDo $source $target
  (Get-Item -LiteralPath "$source\5\50").Attributes = 'Hidden'
  $summary = Invoke-Mirror $source $target
  Assert-That ($summary.metadata_updated -eq 1) "metadata_updated is $($summary.metadata_updated) instead of 1"
  Assert-NothingToDo $source $target
}

Write-Host ''
Write-Host "By hand: start a large mirror, press Ctrl-C: it ends within a second, exit code 130, no .ferry-*.tmp is left."
Write-Host "$script:Passed passed, $script:Failed failed, $script:Skipped skipped"
if ($script:Failed -gt 0) {
  Write-Host "Next: send all of these lines, and what 'ver' says, with an issue to ferry's authors."
  exit 1
}
if ($script:Skipped -gt 0) {
  Write-Host 'Next: nothing failed; give what the skipped lines name and run it again, or send these lines as they are.'
} else {
  Write-Host "Next: nothing is left to do here; send these lines with what 'ver' says, so that the README can name this Windows."
}
