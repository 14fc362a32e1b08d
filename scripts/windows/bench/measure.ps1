# One timed run: wall, user and system time, and the peak of the working set. .NET forgets the last when
# a process has ended, but its handle still tells it.

Add-Type -Namespace FerryBench -Name Memory -MemberDefinition @'
[StructLayout(LayoutKind.Sequential)]
public struct Counters {
  public uint Size;
  public uint PageFaultCount;
  public UIntPtr PeakWorkingSetSize;
  public UIntPtr WorkingSetSize;
  public UIntPtr QuotaPeakPagedPoolUsage;
  public UIntPtr QuotaPagedPoolUsage;
  public UIntPtr QuotaPeakNonPagedPoolUsage;
  public UIntPtr QuotaNonPagedPoolUsage;
  public UIntPtr PagefileUsage;
  public UIntPtr PeakPagefileUsage;
}

[DllImport("kernel32.dll", EntryPoint = "K32GetProcessMemoryInfo")]
[return: MarshalAs(UnmanagedType.Bool)]
static extern bool GetProcessMemoryInfo(IntPtr process, out Counters counters, uint size);

public static long PeakWorkingSet(IntPtr process) {
  Counters counters;
  uint size = (uint)Marshal.SizeOf(typeof(Counters));
  return GetProcessMemoryInfo(process, out counters, size) ? (long)counters.PeakWorkingSetSize.ToUInt64() : -1;
}
'@

$MeterName = 'Stopwatch (wall), process times (user, sys to 15.6 ms), K32GetProcessMemoryInfo (peak working set)'

# Words of a command must need no quotes: source and target are named relative to the place.
function Measure-Program([string[]] $Command, [string] $Place) {
  $start = New-Object Diagnostics.ProcessStartInfo
  $start.FileName = $Command[0]
  $start.Arguments = @($Command | Select-Object -Skip 1) -join ' '
  $start.WorkingDirectory = $Place
  $start.UseShellExecute = $false
  $start.CreateNoWindow = $true
  $start.RedirectStandardOutput = $true
  $start.RedirectStandardError = $true
  $watch = [Diagnostics.Stopwatch]::StartNew()
  $process = [Diagnostics.Process]::Start($start)
  # Read while it runs, or a program with much to say would wait for ever.
  $said = $process.StandardOutput.ReadToEndAsync()
  $complained = $process.StandardError.ReadToEndAsync()
  $process.WaitForExit()
  $watch.Stop()
  $peak = [FerryBench.Memory]::PeakWorkingSet($process.Handle)
  $run = [pscustomobject] @{
    ExitCode = $process.ExitCode
    Words = ("$($complained.Result) $($said.Result)" -replace '\s+', ' ').Trim()
    Sample = New-Sample -WallMs $watch.Elapsed.TotalMilliseconds -UserMs $process.UserProcessorTime.TotalMilliseconds -SysMs $process.PrivilegedProcessorTime.TotalMilliseconds -PeakBytes $peak
  }
  $process.Dispose()
  $run
}
