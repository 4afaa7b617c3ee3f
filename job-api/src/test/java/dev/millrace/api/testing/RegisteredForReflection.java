package dev.millrace.api.testing;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;

/**
 * In every test of a running API: what is written as JSON, or read from it, must be registered for reflection, or a native
 * image would write it as {@code {}}, and nobody would learn of it before.
 */
@Singleton
public class RegisteredForReflection implements ObjectMapperCustomizer {
    private static final String OURS = "dev.millrace.";

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("registered for reflection")
                .setSerializerModifier(new BeanSerializerModifier() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public JsonSerializer<?> modifySerializer(
                            SerializationConfig config, BeanDescription bean, JsonSerializer<?> serializer) {
                        check(bean);
                        return serializer;
                    }
                })
                .setDeserializerModifier(new BeanDeserializerModifier() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public JsonDeserializer<?> modifyDeserializer(
                            DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
                        check(bean);
                        return deserializer;
                    }
                }));
    }

    private static void check(BeanDescription bean) {
        Class<?> type = bean.getBeanClass();
        if (type.getName().startsWith(OURS) && !type.isAnnotationPresent(RegisterForReflection.class)) {
            throw new IllegalStateException(type.getName()
                    + " is written as JSON, or read from it: it needs @RegisterForReflection for native images");
        }
    }
}
