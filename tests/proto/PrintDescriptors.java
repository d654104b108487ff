// SPDX-License-Identifier: Apache-2.0
import com.google.protobuf.Descriptors.*;
import java.util.*;
import java.util.jar.*;

/** Prints what the message classes in a jar define, one fact a line, in the form of print_test.cpp. */
public class PrintDescriptors {
  static final SortedSet<String> lines = new TreeSet<>();

  public static void main(String[] args) throws Exception {
    try (JarFile jar = new JarFile(args[0])) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (!name.endsWith(".class") || name.contains("$")) continue;
        FileDescriptor file = descriptor(name.substring(0, name.length() - 6).replace('/', '.'));
        if (file != null) print(file);
      }
    }
    lines.forEach(System.out::println);
  }

  /** Null for a class that is not the outer class of a file of messages. */
  static FileDescriptor descriptor(String name) {
    try {
      Object found = Class.forName(name).getMethod("getDescriptor").invoke(null);
      return found instanceof FileDescriptor ? (FileDescriptor) found : null;
    } catch (ReflectiveOperationException | LinkageError none) {
      return null;
    }
  }

  static void print(FileDescriptor file) {
    file.getMessageTypes().forEach(PrintDescriptors::print);
    file.getEnumTypes().forEach(PrintDescriptors::print);
    for (ServiceDescriptor service : file.getServices())
      for (MethodDescriptor method : service.getMethods())
        lines.add(String.join(" ", "method", service.getFullName(), method.getName(),
            side(method.isClientStreaming()), method.getInputType().getFullName(),
            side(method.isServerStreaming()), method.getOutputType().getFullName()));
  }

  static String side(boolean streaming) {
    return streaming ? "stream" : "one";
  }

  static void print(Descriptor message) {
    message.getNestedTypes().forEach(PrintDescriptors::print);
    message.getEnumTypes().forEach(PrintDescriptors::print);
    for (FieldDescriptor field : message.getFields()) {
      String type = field.getType().name().toLowerCase(Locale.ROOT);
      if (field.getType() == FieldDescriptor.Type.MESSAGE) type = field.getMessageType().getFullName();
      if (field.getType() == FieldDescriptor.Type.ENUM) type = field.getEnumType().getFullName();
      lines.add(String.join(" ", "field", message.getFullName(), field.getName(),
          Integer.toString(field.getNumber()), field.isRepeated() ? "repeated" : "single", type));
    }
  }

  static void print(EnumDescriptor values) {
    for (EnumValueDescriptor value : values.getValues())
      lines.add(String.join(" ", "value", values.getFullName(), value.getName(),
          Integer.toString(value.getNumber())));
  }
}
