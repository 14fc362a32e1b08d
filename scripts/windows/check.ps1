<#
.SYNOPSIS
Checks on a real Windows what Wine cannot show, and prints a passed, failed or skipped line for each.
.DESCRIPTION
Needs the ferry executable and Windows PowerShell 5.1 or later. The checks of symlinks need developer mode
or an administrator, that of block clone a folder on ReFS or a Dev Drive. With Deno and a clone of the
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
.EXAMPLE
powershell -ExecutionPolicy Bypass -File scripts\windows\check.ps1 -Folder D:\ -ReFSFolder E:\
#>
[CmdletBinding()]
param(
  [string] $Ferry = '',
  [string] $Folder = [IO.Path]::GetTempPath(),
  [string] $ReFSFolder = '',
  [string] $PlainFolder = ''
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

$noReFS = if ($ReFSFolder -eq '') { 'no -ReFSFolder' } else { '' }
if ($ReFSFolder -ne '') { $Work = Join-Path $ReFSFolder "ferry-check-$PID" }
Test-That 'block clone shares clusters on ReFS' $noReFS {
  param($source, $target)
  New-Bytes "$source\file" 100000001
  $summary = Invoke-Mirror $source $target
  Assert-That ($summary.methods.block_clone -eq 1) 'methods of the summary: block_clone is not 1'
  Assert-That ((Get-FileHash "$source\file").Hash -eq (Get-FileHash "$target\file").Hash) 'contents differ'
}

Write-Host ''
Write-Host "By hand: start a large mirror, press Ctrl-C: it ends within a second, exit code 130, no .ferry-*.tmp is left."
Write-Host "$script:Passed passed, $script:Failed failed, $script:Skipped skipped"
if ($script:Failed -gt 0) { exit 1 }
