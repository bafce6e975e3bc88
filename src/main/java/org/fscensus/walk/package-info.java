/** Live directory trees as one more source of entries; Linux only, since it rests on that kernel's system calls. */
@NullMarked
package org.fscensus.walk;

import org.jspecify.annotations.NullMarked;
