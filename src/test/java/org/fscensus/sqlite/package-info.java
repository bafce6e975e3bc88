@NullMarked
package org.fscensus.sqlite;

import org.jspecify.annotations.NullMarked;
