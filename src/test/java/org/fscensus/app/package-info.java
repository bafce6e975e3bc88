@NullMarked
package org.fscensus.app;

import org.jspecify.annotations.NullMarked;
