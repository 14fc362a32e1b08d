# Whether a run did what it was timed for: a fast wrong copy must not win. Names, kinds, attributes,
# times to 100 ns, sizes and contents are compared; streams and access lists are not.

# Read-only, hidden, system, folder, archive.
$ComparedAttributes = 0x37

# One line an entry. The lines of the source serve for all programs: nothing changes it meanwhile.
function Get-Listing([string] $Root) {
  $hash = [Security.Cryptography.SHA256]::Create()
  $lines = New-Object Collections.Generic.List[string]
  $top = New-Object IO.DirectoryInfo $Root
  foreach ($entry in $top.EnumerateFileSystemInfos('*', [IO.SearchOption]::AllDirectories)) {
    $contents = ''
    if ($entry -is [IO.FileInfo]) {
      $file = $entry.OpenRead()
      try { $contents = [BitConverter]::ToString($hash.ComputeHash($file)) } finally { $file.Dispose() }
    }
    $name = $entry.FullName.Substring($Root.Length)
    $attributes = [int] $entry.Attributes -band $ComparedAttributes
    $lines.Add("$name|$attributes|$($entry.LastWriteTimeUtc.Ticks)|$contents")
  }
  $hash.Dispose()
  , $lines
}

# Lines that only one of the two has.
function Compare-Listing([Collections.Generic.List[string]] $Source, [Collections.Generic.List[string]] $Target) {
  $different = New-Object 'Collections.Generic.HashSet[string]'
  $different.UnionWith($Source)
  $different.SymmetricExceptWith($Target)
  , $different
}
