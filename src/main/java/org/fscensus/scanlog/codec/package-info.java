/** Decompression: text in order out of compressed files, by threads of its own. */
@NullMarked
package org.fscensus.scanlog.codec;

import org.jspecify.annotations.NullMarked;
