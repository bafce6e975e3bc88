@NullMarked
package org.fscensus.query;

import org.jspecify.annotations.NullMarked;
