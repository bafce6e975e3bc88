/** Requests that nobody would send, made from the API's own description. */
@NullMarked
package org.fscensus.fuzz;

import org.jspecify.annotations.NullMarked;
