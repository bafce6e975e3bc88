@NullMarked
package org.fscensus.rest;

import org.jspecify.annotations.NullMarked;
