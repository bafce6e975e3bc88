/** The page in a real browser, over real imports. */
@NullMarked
package org.fscensus.web;

import org.jspecify.annotations.NullMarked;
