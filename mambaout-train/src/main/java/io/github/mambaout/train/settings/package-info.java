/**
 * What a run can be told, in groups: each group is a value that checks its settings, makes of them what a run needs, and describes
 * them for help texts. In YAML and on the command line all settings stand side by side, by the names of timm's flags.
 */
package io.github.mambaout.train.settings;
