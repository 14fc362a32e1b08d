# The programs that ferry is measured against, as one table: robocopy, plain, with threads and without
# the cache. All of them keep times of folders too, as ferry does, try nothing twice and say little.

$RobocopyFlags = @('/DCOPY:DAT', '/R:0', '/W:0', '/NFL', '/NDL', '/NJH', '/NJS', '/NC', '/NS', '/NP')
# Its exit code is a set of bits; from 8 up something was not copied.
$RobocopyFailure = 8

function Get-Program {
  $version = (Get-Item (Get-Command robocopy.exe).Source).VersionInfo.ProductVersion
  foreach ($flags in @('/MIR'), @('/MIR', '/MT'), @('/MIR', '/J'), @('/MIR', '/MT', '/J')) {
    [pscustomobject] @{
      Name = "robocopy $flags"
      Flags = $flags
      Version = "robocopy $version"
      # Unbuffered writing is meant for large files.
      IsForLarge = $flags -contains '/J'
    }
  }
}

function Get-RobocopyCommand([object] $Program) {
  @('robocopy.exe', 'source', 'target') + $Program.Flags + $RobocopyFlags
}

# As robocopy /MIR does: compare, copy, delete, whatever the target's state is.
function Get-FerryCommand([string] $Ferry, [string[]] $Flags) {
  @($Ferry, 'mirror') + $Flags + @('source', 'target')
}

function Find-Ferry([string] $Path, [string] $Root) {
  $candidates = if ($Path -ne '') { @($Path) } else { @((Join-Path $Root 'dist\ferry.exe'), 'ferry.exe') }
  foreach ($candidate in $candidates) {
    $found = Get-Command $candidate -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if ($null -ne $found) { return $found.Source }
  }
  throw "there is no ferry executable '$($candidates -join "', '")'; name it with -Ferry"
}
