#ifndef CPROCESS_H
#define CPROCESS_H

#include <stdint.h>
#include <sys/types.h>

/// How a child process is to be started.
typedef struct {
    const char *path;
    /// Arguments and environment, each ended by NULL.
    char *const *arguments;
    char *const *environment;
    /// Files that become 0, 1 and 2; -1 for /dev/null. Every other one is closed.
    int input, output, errors;
    /// Backstop for private writable memory (RLIMIT_DATA), in bytes; 0 for none.
    uint64_t memory_limit;
} cprocess_start;

/// Starts a child in a session of its own that dies with the calling thread: working folder /,
/// default signal handling, no core dumps.
///
/// Returns its process id, or -errno where it could not be started.
pid_t cprocess_spawn(const cprocess_start *start);

/// How a child ended and what it took.
typedef struct {
    pid_t pid;
    /// Exit code, or -1 where a signal ended it.
    int code;
    /// Signal, or 0.
    int signal;
    double cpu_seconds;
    int64_t peak_memory;
} cprocess_end;

/// Reaps a child that has ended (-1: any). Returns 1 and fills `end`, or 0 where none has.
int cprocess_reap(pid_t pid, cprocess_end *end);

/// Makes the calling process adopt the orphans among its descendants.
void cprocess_adopt_orphans(void);

/// The largest memory the calling process has held, in bytes.
int64_t cprocess_own_peak_memory(void);

/// From now on a signal writes its number, a byte, to the pipe `descriptor`; one that this process
/// was started to ignore (as nohup does) stays ignored, SIGCHLD apart. Returns 0 or -errno.
int cprocess_catch(int signal, int descriptor);

/// Gives a signal its default handling again.
void cprocess_release(int signal);

/// Not blocking, close-on-exec pipe: reading end first. Returns 0 or -errno.
int cprocess_pipe(int ends[2]);

#endif
