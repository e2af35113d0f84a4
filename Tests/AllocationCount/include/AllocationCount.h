#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

/// How often this thread has asked for memory so far, in a program that links this file.
long allocation_count(void);

/// Whether it counts: not under a sanitizer.
int allocation_is_counted(void);

#endif
