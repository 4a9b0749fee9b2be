package io.memberflow.engine;

import java.util.Set;

/**
 * The classes that rules see while they run: those their own generated code needs, and none that
 * could reach the machine. It stands above the loader in which Drools defines the generated
 * classes.
 */
final class RuleClassLoader extends ClassLoader {
    private static final Set<String> GIVEN = AllowedCode.givenAtRunTime();

    RuleClassLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!GIVEN.contains(name) && !name.startsWith(AllowedCode.DESCRIPTION)) {
            throw new ClassNotFoundException("Rules may not use " + name);
        }
        return super.loadClass(name, resolve);
    }
}
