/** Who may do what: access tokens, roles, limits, the audit log and the headers that protect browsers. */
@NullMarked
package org.fscensus.app.security;

import org.jspecify.annotations.NullMarked;
