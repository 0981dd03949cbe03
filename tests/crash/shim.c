/* Stands between SQLite and the kernel, preloaded, for the proofs in tests/crash.
 *
 * What is done to the files of one folder is counted; at a chosen call the process is killed, before
 * the call or in the middle of it, or the call fails. Every call may be written down in a trace, from
 * which a power cut is played afterwards. Lock files are left out: nothing is read back from them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTHING, KILL_BEFORE, KILL_WITHIN, FAIL };

static char folder[PATH_MAX];
static int trace = -1;
static int deed = NOTHING;
static long target, seen, failures;
static int error;
static char only;

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

void crash_watch(const char *path) { snprintf(folder, sizeof folder, "%s", path); }
void crash_trace(int fd) { trace = fd; }
long crash_seen(void) { return seen; }

/* Do it at the n-th call from now, and with FAIL at so many more; "only" names a kind, 0 is any. */
void crash_arm(int what, long at, int with, long times, char kind)
{
    deed = what;
    target = at;
    error = with;
    failures = times;
    only = kind;
    seen = 0;
}

static int watched(const char *path)
{
    size_t length = strlen(folder), whole = strlen(path);
    if (length == 0 || strncmp(path, folder, length) != 0)
        return 0;
    if (path[length] != '/' && path[length] != 0)
        return 0;
    return whole < 5 || strcmp(path + whole - 5, ".lock") != 0;
}

static int path_of(int fd, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return length >= 0 && watched(path);
}

static void note(char kind, const char *path, int64_t offset, const void *bytes, int64_t size)
{
    if (trace < 0)
        return;
    int64_t head[4] = {kind, (int64_t)strlen(path), offset, bytes ? size : 0};
    struct iovec parts[3] = {
        {head, sizeof head}, {(void *)path, strlen(path)}, {(void *)bytes, bytes ? size : 0}};
    int before = errno;
    if (writev(trace, parts, 3) < 0)
        raise(SIGABRT);
    errno = before;
}

/* A word of the program itself, among its calls. */
void crash_note(const char *text) { note('N', "", 0, text, (int64_t)strlen(text)); }

/* Count a call; return 1 if it is to be cut in the middle, -1 if it is to fail. */
static int counted(char kind)
{
    if (only && only != kind)
        return 0;
    seen++;
    if (deed == NOTHING || seen < target)
        return 0;
    if (deed == FAIL) {
        if (failures == 0)
            return 0;
        if (failures > 0)
            failures--;
        errno = error;
        return -1;
    }
    if (deed == KILL_WITHIN)
        return 1;
    raise(SIGKILL);
    return 0;
}

static ssize_t written(int fd, const void *bytes, size_t size, off64_t at)
{
    REAL(pwrite64);
    char path[PATH_MAX];
    if (!path_of(fd, path))
        return real(fd, bytes, size, at);
    int fate = counted('W');
    if (fate < 0)
        return -1;
    ssize_t done = real(fd, bytes, fate ? size / 2 : size, at);
    if (fate)
        raise(SIGKILL);
    if (done > 0)
        note('W', path, at, bytes, done);
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    return written(fd, bytes, size, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    return written(fd, bytes, size, at);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(write);
    char path[PATH_MAX];
    if (folder[0] == 0 || !path_of(fd, path))
        return real(fd, bytes, size);
    off64_t at = lseek64(fd, 0, SEEK_CUR);
    ssize_t done = written(fd, bytes, size, at);
    if (done > 0)
        lseek64(fd, at + done, SEEK_SET);
    return done;
}

static int synced(int fd, int (*real)(int))
{
    char path[PATH_MAX];
    if (!path_of(fd, path))
        return real(fd);
    int fate = counted('S');
    if (fate < 0)
        return -1;
    if (fate)
        raise(SIGKILL);
    int done = real(fd);
    if (done == 0)
        note('S', path, 0, NULL, 0);
    return done;
}

int fsync(int fd)
{
    REAL(fsync);
    return synced(fd, real);
}

int fdatasync(int fd)
{
    REAL(fdatasync);
    return synced(fd, real);
}

static int truncated(int fd, off64_t size)
{
    REAL(ftruncate64);
    char path[PATH_MAX];
    if (!path_of(fd, path))
        return real(fd, size);
    int fate = counted('T');
    if (fate < 0)
        return -1;
    int done = real(fd, size);
    if (fate)
        raise(SIGKILL);
    if (done == 0)
        note('T', path, size, NULL, 0);
    return done;
}

int ftruncate64(int fd, off64_t size) { return truncated(fd, size); }
int ftruncate(int fd, off_t size) { return truncated(fd, size); }

int unlink(const char *path)
{
    REAL(unlink);
    if (!watched(path))
        return real(path);
    int fate = counted('U');
    if (fate < 0)
        return -1;
    int done = real(path);
    if (fate)
        raise(SIGKILL);
    if (done == 0)
        note('U', path, 0, NULL, 0);
    return done;
}

static int opened(const char *path, int flags, mode_t mode)
{
    REAL(open64);
    int is_new = (flags & O_CREAT) && watched(path) && access(path, F_OK) != 0;
    int fd = real(path, flags, mode);
    if (fd >= 0 && is_new)
        note('C', path, 0, NULL, 0);
    return fd;
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return opened(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return opened(path, flags, mode);
}
