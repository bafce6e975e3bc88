@NullMarked
package org.fscensus.job;

import org.jspecify.annotations.NullMarked;
