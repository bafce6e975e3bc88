@NullMarked
package org.fscensus.app.security;

import org.jspecify.annotations.NullMarked;
