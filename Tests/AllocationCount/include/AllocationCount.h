#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

/// How often this thread has asked for memory so far, in a program that links this file.
long allocation_count(void);

#endif
