@NullMarked
package org.fscensus.store;

import org.jspecify.annotations.NullMarked;
