/**
 * A second, plain and slow importer, written from the formats and the meaning of the numbers alone, and the cases on
 * which the real one has to agree with it. Byte strings are kept as {@code String}s of ISO 8859-1 throughout: one
 * character is one byte, and {@code compareTo} is unsigned byte order.
 */
@NullMarked
package org.fscensus.reference;

import org.jspecify.annotations.NullMarked;
