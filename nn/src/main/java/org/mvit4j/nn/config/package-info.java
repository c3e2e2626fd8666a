/**
 * Configuration as data: YAML files with inheritance and dotted overrides, bound to Java records. A configuration is a
 * small diff over a base; what is unknown, missing or of the wrong type is an error that names the file, the line, the
 * key and the fix. Reading is safe on untrusted files: no types are constructed from tags, and size, depth and the
 * expansion of aliases are bounded. Nothing here touches the engine.
 */
@NullMarked
package org.mvit4j.nn.config;

import org.jspecify.annotations.NullMarked;
