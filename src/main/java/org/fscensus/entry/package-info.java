@NullMarked
package org.fscensus.entry;

import org.jspecify.annotations.NullMarked;
