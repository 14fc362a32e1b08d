// CopyFileExW as Microsoft documents it (winbase.h), for Wine, which neither calls the callback nor looks
// at the cancel flag: it tells its progress after each MiB, and stops, leaving nothing, when it is told to.

#define CopyFileExW CopyFileExW_of_kernel32
#include <windows.h>
#undef CopyFileExW
#include <stdlib.h>

#define CHUNK_BYTES (1024 * 1024)

static DWORD copy(HANDLE from, HANDLE to, LPPROGRESS_ROUTINE routine, LPVOID data, volatile BOOL *cancel) {
  LARGE_INTEGER size, moved = {.QuadPart = 0};
  void *buffer = malloc(CHUNK_BYTES);
  DWORD count, error = GetFileSizeEx(from, &size) ? 0 : GetLastError();
  while (error == 0) {
    if (cancel != NULL && *cancel) error = ERROR_REQUEST_ABORTED;
    else if (!ReadFile(from, buffer, CHUNK_BYTES, &count, NULL)) error = GetLastError();
    else if (count == 0) break;
    else if (!WriteFile(to, buffer, count, &count, NULL)) error = GetLastError();
    else {
      moved.QuadPart += count;
      if (routine != NULL &&
          routine(size, moved, size, moved, 1, CALLBACK_CHUNK_FINISHED, from, to, data) != PROGRESS_CONTINUE)
        error = ERROR_REQUEST_ABORTED;
    }
  }
  free(buffer);
  return error;
}

__declspec(dllexport) BOOL WINAPI CopyFileExW(LPCWSTR from, LPCWSTR to, LPPROGRESS_ROUTINE routine, LPVOID data,
                                              LPBOOL cancel, DWORD flags) {
  DWORD disposition = flags & COPY_FILE_FAIL_IF_EXISTS ? CREATE_NEW : CREATE_ALWAYS;
  HANDLE source = CreateFileW(from, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
  if (source == INVALID_HANDLE_VALUE) return FALSE;
  HANDLE target = CreateFileW(to, GENERIC_WRITE, 0, NULL, disposition, 0, NULL);
  DWORD error = target == INVALID_HANDLE_VALUE ? GetLastError() : copy(source, target, routine, data, cancel);
  CloseHandle(source);
  if (target != INVALID_HANDLE_VALUE) CloseHandle(target);
  if (error != 0 && target != INVALID_HANDLE_VALUE) DeleteFileW(to);
  SetLastError(error);
  return error == 0;
}
