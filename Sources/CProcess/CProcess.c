#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/// Moves the three files out of the way of one another, then to 0, 1 and 2.
static int place_files(const cprocess_start *start) {
    int files[3] = {start->input, start->output, start->errors};
    for (int i = 0; i < 3; i++) {
        int source = files[i];
        if (source < 0) source = open("/dev/null", i == 0 ? O_RDONLY : O_WRONLY);
        if (source < 0) return -1;
        files[i] = fcntl(source, F_DUPFD, 3);
        if (files[i] < 0) return -1;
    }
    for (int i = 0; i < 3; i++)
        if (dup2(files[i], i) < 0) return -1;
    return (int)syscall(SYS_close_range, 3u, ~0u, 0u);
}

/// Signals handled by the parent must not run its handlers here: the memory is still shared.
static void reset_signals(void) {
    struct sigaction plain = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &plain, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
}

static int set_limit(int resource, uint64_t value) {
    struct rlimit limit = {value, value};
    return setrlimit(resource, &limit);
}

/// Limits the memory of its own that a process may have, in bytes.
static int limit_memory(uint64_t value) {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    // The shadow of a sanitizer counts as memory, terabytes of it.
    (void)value;
    return 0;
#else
    return set_limit(RLIMIT_DATA, value);
#endif
}

/// What the child does between vfork and exec; returns only on failure, with errno set.
static void become(const cprocess_start *start, pid_t parent) {
    reset_signals();
    if (setsid() < 0) return;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) return;
    // A parent that died before the line above would never be noticed.
    if (getppid() != parent) _exit(127);
    if (set_limit(RLIMIT_CORE, 0) < 0) return;
    if (start->memory_limit && limit_memory(start->memory_limit) < 0) return;
    if (chdir("/") < 0 || place_files(start) < 0) return;
    execve(start->path, start->arguments, start->environment);
}

pid_t cprocess_spawn(const cprocess_start *start) {
    volatile int failure = 0;
    sigset_t all, before;
    sigfillset(&all);
    pid_t parent = getpid();
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t child = vfork();
    if (child == 0) {
        become(start, parent);
        failure = errno;
        _exit(127);
    }
    if (child < 0) failure = errno;
    pthread_sigmask(SIG_SETMASK, &before, 0);
    if (failure == 0) return child;
    if (child > 0) waitpid(child, 0, 0);
    return -failure;
}

int cprocess_reap(pid_t pid, cprocess_end *end) {
    int status;
    struct rusage used;
    pid_t reaped = wait4(pid, &status, WNOHANG, &used);
    if (reaped <= 0) return 0;
    end->pid = reaped;
    end->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end->cpu_seconds = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
    end->peak_memory = (int64_t)used.ru_maxrss * 1024;
    return 1;
}

void cprocess_adopt_orphans(void) { prctl(PR_SET_CHILD_SUBREAPER, 1); }

int64_t cprocess_own_peak_memory(void) {
    struct rusage used;
    return getrusage(RUSAGE_SELF, &used) == 0 ? (int64_t)used.ru_maxrss * 1024 : 0;
}

static int catching[NSIG];

static void tell(int number) {
    int before = errno;
    unsigned char byte = (unsigned char)number;
    // A full pipe already says that signals came.
    ssize_t written = write(catching[number], &byte, 1);
    (void)written;
    errno = before;
}

int cprocess_catch(int number, int descriptor) {
    struct sigaction handling = {.sa_handler = tell, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
    struct sigaction before;
    sigset_t caught;
    if (number < 1 || number >= NSIG) return -EINVAL;
    if (sigaction(number, 0, &before) < 0) return -errno;
    if (before.sa_handler == SIG_IGN && number != SIGCHLD) return 0;
    catching[number] = descriptor;
    if (sigaction(number, &handling, 0) < 0) return -errno;
    sigemptyset(&caught);
    sigaddset(&caught, number);
    // A parent may have started this process with the signal blocked.
    return -pthread_sigmask(SIG_UNBLOCK, &caught, 0);
}

void cprocess_release(int number) {
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(number, &plain, 0);
}

int cprocess_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0 ? 0 : -errno; }
