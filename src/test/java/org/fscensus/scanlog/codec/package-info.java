@NullMarked
package org.fscensus.scanlog.codec;

import org.jspecify.annotations.NullMarked;
