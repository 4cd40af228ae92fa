package io.github.mambaout.bench.ablation.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks what asserts nothing by itself; static analysis, which knows this name, warns where its result is not used. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
@Documented
@interface CheckReturnValue {}
