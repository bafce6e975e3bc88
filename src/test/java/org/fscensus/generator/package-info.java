/** Logs of file systems that do not exist, of any size and always the same for the same options. */
@NullMarked
package org.fscensus.generator;

import org.jspecify.annotations.NullMarked;
