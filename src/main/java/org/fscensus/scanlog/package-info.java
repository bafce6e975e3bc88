@NullMarked
package org.fscensus.scanlog;

import org.jspecify.annotations.NullMarked;
