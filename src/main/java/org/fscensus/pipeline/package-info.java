@NullMarked
package org.fscensus.pipeline;

import org.jspecify.annotations.NullMarked;
