@NullMarked
package org.fscensus.census;

import org.jspecify.annotations.NullMarked;
