package org.mvit4j.nn.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jackson, told to be strict, and its exceptions, told in terms of files, keys and fixes. */
final class RecordBinder {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .annotationIntrospector(new NullableComponents())
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .withCoercionConfig(LogicalType.Textual, text -> {
                for (CoercionInputShape shape :
                        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
                    text.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .build();

    private RecordBinder() {}

    static <T extends Record> T bind(String source, ConfigTree tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree.root(), type);
        } catch (JsonMappingException e) {
            String path = path(e);
            String origin = tree.origin(path);
            throw new ConfigException((origin.isEmpty() ? source : origin) + ": " + describe(e, path), e);
        } catch (JsonProcessingException e) {
            throw new ConfigException(source + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? Integer.toString(r.getIndex()) : r.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String describe(JsonMappingException e, String path) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown key " + path + "; "
                    + suggestion(
                            unknown.getPropertyName(),
                            unknown.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .toList());
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return (path.isEmpty() ? "" : path + ": ") + e.getCause().getMessage();
        }
        if (e instanceof InvalidTypeIdException id) {
            return path + ".type: " + (id.getTypeId() == null ? "is missing" : "unknown type " + id.getTypeId())
                    + known(id);
        }
        if (e instanceof InvalidNullException) {
            return path + ": is empty; give it a value";
        }
        if (e instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            List<String> names = Arrays.stream(format.getTargetType().getEnumConstants())
                    .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
                    .toList();
            return path + ": " + format.getValue() + " is not one of " + String.join(", ", names);
        }
        if (e instanceof MismatchedInputException mismatch) {
            if (mismatch.getOriginalMessage().startsWith("Missing required creator property")) {
                return "key " + path + " is missing; set it";
            }
            return path + ": wants " + wanted(mismatch.getTargetType()) + "; correct the value";
        }
        return path + ": " + e.getOriginalMessage();
    }

    private static String known(InvalidTypeIdException e) {
        JsonSubTypes types = e.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
        return types == null
                ? "; correct it"
                : "; use one of "
                        + Arrays.stream(types.value())
                                .map(JsonSubTypes.Type::name)
                                .collect(Collectors.joining(", "));
    }

    private static String suggestion(String key, Collection<String> known) {
        return NearestKey.of(key, known)
                .map(k -> "did you mean " + k + "?")
                .orElseGet(() -> "known here: " + String.join(", ", known));
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "another kind of value";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class || type == float.class || type == Float.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "text (put it in quotes)";
        }
        return Collection.class.isAssignableFrom(type) ? "a list [a, b, ...]" : "a mapping of keys";
    }

    /** Components marked {@code @Nullable} may be left out or empty; all others are required. */
    private static final class NullableComponents extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
            RecordComponent component = component(member);
            return component == null ? super.hasRequiredMarker(member) : (Boolean) !isNullable(component);
        }

        @Override
        public JsonSetter.Value findSetterInfo(Annotated annotated) {
            RecordComponent component = annotated instanceof AnnotatedMember member ? component(member) : null;
            return component != null && isNullable(component)
                    ? JsonSetter.Value.forValueNulls(Nulls.SET)
                    : super.findSetterInfo(annotated);
        }

        /** Constants are written in lower case, as keys are. */
        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, @Nullable String[] names) {
            return Arrays.stream(constants)
                    .map(c -> c.name().toLowerCase(Locale.ROOT))
                    .toArray(String[]::new);
        }

        private static boolean isNullable(RecordComponent component) {
            return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        }

        private static @Nullable RecordComponent component(AnnotatedMember member) {
            RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
            if (components == null) {
                return null;
            }
            if (member instanceof AnnotatedParameter parameter) {
                return parameter.getIndex() < components.length ? components[parameter.getIndex()] : null;
            }
            return member instanceof AnnotatedField
                    ? Arrays.stream(components)
                            .filter(c -> c.getName().equals(member.getName()))
                            .findFirst()
                            .orElse(null)
                    : null;
        }
    }
}
