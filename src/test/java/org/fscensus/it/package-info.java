/** Tests that start the packaged service as a process of its own, and end it as machines do. */
@NullMarked
package org.fscensus.it;

import org.jspecify.annotations.NullMarked;
