/** Benchmarks: run by hand, never as tests. See docs/BENCHMARKS.md. */
@NullMarked
package org.fscensus.bench;

import org.jspecify.annotations.NullMarked;
